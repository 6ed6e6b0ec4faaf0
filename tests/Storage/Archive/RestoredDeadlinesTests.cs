using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Tests.Silo;
using GridActors.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Storage.Archive;

/// <summary>Deadlines over a backup and a restore: none fires twice, none is forgotten.</summary>
public sealed class RestoredDeadlinesTests : IDisposable
{
    private const string CaseId = "CASE000000000001";

    private readonly string root = Directory.CreateTempSubdirectory("deadlines-").FullName;
    private readonly ShiftedTime time = new();

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task What_had_fired_before_the_backup_does_not_fire_again_and_what_came_due_since_fires_once()
    {
        Assert.SkipWhen(DistrictStores.IsPostgres, "it is about SQLite's files");
        var folder = Folder("district");
        await using (var district = await Start(folder))
        {
            await district.Report("live", CaseId, district.Building("live", 7));
            time.Advance(TimeSpan.FromMinutes(15));
            await district.NamesOf(district.Case("live", CaseId), names => names.Contains("dispute-escalated"));
            await district.Quiet("live");
            await new ArchivePlace(folder, new SqliteStore()).Backup(Path.Combine(root, "backup"), Path.Combine(root, "keys"), TimeProvider.System, TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMinutes(15));
            await district.NamesOf(district.Case("live", CaseId), names => names.Count(name => name == "dispute-escalated") == 2);
        }

        time.Advance(TimeSpan.FromHours(3));
        var elsewhere = Folder("elsewhere");
        await new ArchivePlace(elsewhere, new SqliteStore()).Restore(Path.Combine(root, "backup"), Path.Combine(root, "keys"), replace: false, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var restored = await Start(elsewhere);
        await restored.NamesOf(restored.Case("live", CaseId), names => names.Count(name => name == "dispute-escalated") == 2);
        await restored.Quiet("live");
        var entries = await restored.Journal.ReadStream(restored.Case("live", CaseId), 0);
        Assert.Equal(["dispute-reported", "dispute-escalated", "dispute-escalated"], entries.Select(entry => entry.Name));
        Assert.Equal(entries[2].At.AddMinutes(15), Assert.Single(await restored.DueOf(restored.Case("live", CaseId))).DueAt); // the next clock starts at the real hour
    }

    private DataFolder Folder(string name) => DataFolder.Resolve(Directory.CreateDirectory(Path.Combine(root, name)).FullName);

    private Task<DistrictHost> Start(DataFolder folder) =>
        DistrictHost.Start(folder.Root, options => options with { Demo = DemoMode.Off }, services => services.AddSingleton<TimeProvider>(time));
}
