using System.Text;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Realms;
using GridActors.Rules;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using GridActors.Tests.Silo;
using GridActors.Tests.Storage.Archive;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Imports;

/// <summary>Imports into a data folder that nobody serves, and what the district that starts there makes of them.</summary>
public sealed class OfflineImportTests : IAsyncDisposable
{
    private readonly Village village = new();
    private readonly string data = Directory.CreateTempSubdirectory("offline-").FullName;

    public async ValueTask DisposeAsync()
    {
        village.Dispose();
        Directory.Delete(data, recursive: true);
        await DistrictStores.Remove(data);
    }

    private async Task<(int Exit, string Output, string Error)> Import(string what, params string[] more) =>
        await Village.Run([what, "import", village.Folder, "--data", data, .. await DistrictStores.Arguments(data), .. more]);

    private Task<DistrictHost> Start() => DistrictHost.Start(data, options => options with { Demo = DemoMode.Off });

    [Fact]
    public async Task Places_and_people_are_imported_and_a_new_case_goes_to_an_imported_person()
    {
        village.Write("people.csv", PeopleFilesTests.People);
        village.Write("duty.csv", PeopleFilesTests.Duty);
        var hash = village.Registry().Hash;
        var (exit, output, _) = await Import("registry");
        Assert.Equal((0, true), (exit, output.Contains($"adopted {hash}", StringComparison.Ordinal)));
        (exit, output, var error) = await Import("people");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("WARNING: no worker serves 2 cells", output, StringComparison.Ordinal);
        Assert.Contains("nothing changes", (await Import("registry")).Output, StringComparison.Ordinal);
        Assert.Contains("nothing changes", (await Import("people")).Output, StringComparison.Ordinal);

        await using var district = await Start();
        var live = district.InstanceOf("live");
        Assert.Equal((hash, 6), (district.Get<IRealmPlaces>().RegistryOf(live).Hash, district.Get<IRealmPlaces>().RosterOf(live).Count));
        Assert.Equal(["registry-adopted", "roster-adopted"], (await district.Entries("live")).Select(entry => entry.Name)); // importing the same again wrote nothing
        Assert.Equal(hash, district.Get<ServedFolder>().Control.Find("live")!.RegistryHash);

        var dispute = district.Case("live", "CASE000000000001");
        await district.Report("live", dispute.Id, new("440306018012-001-0001"));
        await district.NamesOf(dispute, names => names.Contains("dispute-assigned"));
        var assigned = (await district.Journal.ReadStream(dispute, 0)).Select(EventCodec.Decode).OfType<DisputeAssigned>().Single();
        var onDuty = district.Get<IRealmPlaces>().RosterOf(live).OnDutyFor(new(Village.Cells[0]), assigned.At);
        Assert.Contains(assigned.Responder, onDuty); // whoever of the two is on duty as the test runs
        Assert.Contains("worker-1003", onDuty.Select(id => id.Value));
    }

    [Fact]
    public async Task Names_and_phones_lie_in_the_vault_and_nowhere_else()
    {
        village.Write("people.csv", PeopleFilesTests.People);
        village.Write("duty.csv", PeopleFilesTests.Duty);
        village.Write("buildings.csv", "code,longitude,latitude,floors,households,address,楼栋长,电话\n"
            + Village.Buildings[0].TrimEnd('\n') + ",陈静怡,13899999999\n" + string.Concat(Village.Buildings.Skip(1).Select(row => row.TrimEnd('\n') + ",,\n")));
        Assert.Equal(0, (await Import("registry")).Exit);
        await using (var district = await Start())
        {
            var roster = district.Get<IRealmPlaces>().RosterOf("live");
            Assert.Equal("head-440306018012-001-0001", roster.HeadOf(new("440306018012-001-0001"))!.Value.Value);
            Assert.True(roster.OnDuty(new("head-440306018012-001-0001"), new(2031, 5, 5, 21, 0, 0, TimeSpan.FromHours(8))));
        }
        Assert.Equal(0, (await Import("people")).Exit);

        await using (var district = await Start())
        {
            var persons = new PersonVault(district.Get<IVault>(), district.Get<IVaultTable>(), district.Get<IRealmSecrets>(), district.Get<ServedFolder>().Erasures);
            var adopted = (await district.Entries("live")).Select(EventCodec.Decode).OfType<RosterAdopted>().Last();
            var staff = GridActors.Registries.RegistriesByKind.LoadRoster(district.Get<GridActors.Registries.IRegistries>(), adopted.Hash);
            var wang = staff.Members.Single(member => member.Id.Value == "worker-1001").Person!;
            Assert.Equal(new PersonText("王小明", "13800000001"), await persons.Open("live", wang));
            await district.Get<IVault>().Erase("live", wang); // one person can be forgotten alone
            Assert.Null(await persons.Open("live", wang));
            Assert.NotNull(await persons.Open("live", staff.Members.Single(member => member.Id.Value == "head-h7").Person!));
        }
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.UTF8.GetString(File.ReadAllBytes(file));
            foreach (var canary in (string[])["王小明", "13800000001", "陈静怡", "13899999999"]) Assert.False(text.Contains(canary, StringComparison.Ordinal), $"{file} holds {canary}");
        }
        Assert.Contains("WARNING: 1 people were erased", (await Import("people")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_change_and_changes_nothing()
    {
        var (exit, output, _) = await Import("registry", "--dry-run");
        Assert.Equal(0, exit);
        Assert.Contains("the first registry of this realm", output, StringComparison.Ordinal);
        if (!DistrictStores.IsPostgres) Assert.Empty(Directory.EnumerateFileSystemEntries(data));

        Assert.Equal(0, (await Import("registry")).Exit);
        var kept = Directory.GetFiles(Path.Combine(data, "registry"));
        village.Append("buildings.csv", Village.Building("440306018013-002-0003", 3.8, "盐田街4号"));
        (exit, output, _) = await Import("registry", "--dry-run");
        Assert.Equal(0, exit);
        Assert.Contains("1 added, 0 removed", output, StringComparison.Ordinal);
        Assert.Contains("  440306018013-002-0003", output, StringComparison.Ordinal);
        village.Write("people.csv", PeopleFilesTests.People);
        village.Write("duty.csv", PeopleFilesTests.Duty);
        Assert.Equal(0, (await Import("people", "--dry-run")).Exit);
        Assert.Equal(kept, Directory.GetFiles(Path.Combine(data, "registry")));
        await using var district = await Start();
        Assert.Equal(["registry-adopted"], (await district.Entries("live")).Select(entry => entry.Name));
        Assert.Equal(6, district.Get<IRealmPlaces>().RegistryOf("live").Buildings.Count);
    }

    [Fact]
    public async Task A_realm_that_goes_elsewhere_takes_its_places_and_people_along()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "archives of both stores have their own trials");
        village.Write("people.csv", PeopleFilesTests.People);
        village.Write("duty.csv", PeopleFilesTests.Duty);
        Assert.Equal((0, 0), ((await Import("registry")).Exit, (await Import("people")).Exit));
        var (archive, there) = (Path.Combine(data, "archive"), DataFolder.Resolve(Path.Combine(data, "there")).Create());
        LivedIn.Archived(data, archive, "live");
        File.Copy(DataFolder.Resolve(data).KeyFile, there.KeyFile);
        await new ArchivePlace(there, new SqliteStore()).Import(archive, null, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var district = await DistrictHost.Start(there.Root, options => options with { Demo = DemoMode.Off });
        Assert.Equal((village.Registry().Hash, 6), (district.Get<IRealmPlaces>().RegistryOf("live").Hash, district.Get<IRealmPlaces>().RosterOf("live").Count));
    }

    [Fact]
    public async Task The_registry_in_use_is_written_out_again_as_its_files()
    {
        Assert.Equal(0, (await Import("registry")).Exit);
        using var copy = new Village();
        Directory.Delete(copy.Folder, recursive: true);
        var (exit, output, error) = await Village.Run(["registry", "export", "--csv", copy.Folder, "--data", data, .. (await DistrictStores.Arguments(data)).TakeWhile(word => word != "--owner-connection")]);
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith(village.Registry().Hash, output, StringComparison.Ordinal);
        Assert.Equal(village.Registry().Hash, copy.Registry().Hash);
        Assert.Equal(2, (await Village.Run(["registry", "export", "--csv", copy.Folder, "--data", copy.Folder])).Exit);
    }

    [Fact]
    public async Task Files_with_a_fault_change_nothing_and_end_with_one_and_what_cannot_be_opened_with_two()
    {
        village.Append("buildings.csv", "440306018013-002-0003,113.8678,22.581,six,24,盐田街4号\n");
        var (exit, output, error) = await Import("registry");
        Assert.Equal((1, ""), (exit, output));
        Assert.Equal($"buildings.csv:8: floors: 'six' is no whole number. Give digits only.{Environment.NewLine}1 fault: nothing was imported.{Environment.NewLine}", error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data));

        (exit, _, error) = await Village.Run("registry", "import", Path.Combine(data, "nowhere"), "--data", data);
        Assert.Equal(1, exit);
        Assert.Contains("there is no file of a district in this folder", error, StringComparison.Ordinal);

        village.Write("people.csv", PeopleFilesTests.People);
        (exit, _, error) = await Import("people");
        Assert.Equal(2, exit);
        Assert.Contains("registry import", error, StringComparison.Ordinal);
        using (FolderLock.Take(DataFolder.Resolve(data), "", TimeProvider.System)) (exit, _, error) = await Import("people");
        Assert.Equal(2, exit);
        Assert.Contains("which serves no address", error, StringComparison.Ordinal);
    }
}
