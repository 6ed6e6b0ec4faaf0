using System.Net;
using System.Text.Json.Nodes;
using GridActors.Journal;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using GridActors.Tests.Web;

namespace GridActors.Tests.Storage.Archive;

/// <summary>A district in which something has happened that reaches every table: reports with texts, acts, a case handed to the sealed desk, somebody who read a text.</summary>
internal static class LivedIn
{
    public const string Name = "Wei Xiaolan", Text = "water runs down the stairs, 楼梯漏水";

    /// <summary>Keys that the reports were sent with.</summary>
    public static string KeyOf(int report) => $"lived-in-{report}-9wK2mRt5YxQe";

    public static async Task<IReadOnlyList<string>> Live(ServedDistrict served, int reports = 5)
    {
        var cases = new List<string>();
        for (var n = 0; n < reports; n++)
        {
            var body = served.Report(building: n, category: n == 1 ? "neighbour" : "hazard", text: $"{Text} ({n})");
            body["reporter"] = new JsonObject { ["name"] = Name, ["phone"] = "19912345678" };
            var answer = await served.Post("/api/reports", body, KeyOf(n));
            Assert.Equal(HttpStatusCode.Created, answer.Status);
            cases.Add((string)answer.Json["caseId"]!);
        }
        await Act(served, cases[0], "accept", "accept-0-9wK2mRt5YxQe");
        await Act(served, cases[0], "note", "note-0-9wK2mRt5YxQe8", ("text", "rang twice"));
        await Act(served, cases[1], "violence", "violence-1-9wK2mRt5YxQe", ("closeReason", "no-contact"), ("text", "she is hurt"));
        await served.Post($"/api/cases/{cases[2]}/reveal", new JsonObject { ["fields"] = new JsonArray("phone"), ["purpose"] = "contact", ["desk"] = "desk 3" });
        await Quiet(served);
        return cases;
    }

    public static async Task Act(ServedDistrict served, string caseId, string command, string key, params (string Name, string Value)[] more)
    {
        var body = new JsonObject { ["desk"] = "desk 3" };
        foreach (var (name, value) in more) body[name] = value;
        var answer = await served.Post($"/api/cases/{caseId}/{command}", body, key, (string)(await served.Case(caseId))["card"]!["etag"]!);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    /// <summary>Waits until everything was followed, in both partitions.</summary>
    public static async Task Quiet(ServedDistrict served)
    {
        var followers = served.Get<IFollowerTable>();
        using var patience = new CancellationTokenSource(BoardWatch.PatienceMax);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var partition in (Partition[])[Partition.Open, Partition.Sealed])
            while (await followers.ReadFollowed("live", partition) < served.Get<IJournal>().Head("live", partition).Position) await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>An archive of a folder's district, or of one realm of it, beside whoever serves it.</summary>
    public static ArchiveTold Archived(string data, string archive, string? realm = null)
    {
        using var source = FolderSource.Open(DataFolder.Resolve(data), TimeProvider.System);
        return Archives.Write(source, archive, realm is null ? null : ArchivePlace.InstancesOf(source.District, [realm]));
    }

    /// <summary>What two archives of equal content agree in: every table by its checksum, the heads but for their epochs, the registry, the wrapped secret.</summary>
    public static IReadOnlyList<string> Content(ArchivedInstance one) =>
    [
        .. one.Tables.Select(table => $"{table.File} {table.Rows} {table.Sha256}"),
        .. one.Heads.Select(head => $"{head.Partition} {head.Position} {head.Hash} {head.Closed}"),
        $"{one.Name} {one.Kind} {one.IsCurrent} {one.RegistryHash} {one.KeyGeneration} {Convert.ToHexString(one.WrappedSecret)}",
    ];

    /// <summary>Everything that `journal verify` finds wrong with an instance of a folder.</summary>
    public static IReadOnlyList<string> Faults(DataFolder folder, string instance = "live") =>
        [.. ((Partition[])[Partition.Open, Partition.Sealed]).SelectMany(partition => JournalVerify.Run(new(instance, () => SqliteTables.Read(folder.Journal(instance)), partition)
        {
            ArmedAfter = StreamDeadlines.After,
            VaultRowsIn = VaultMentions.In,
            IsErased = rowId => ErasureLog.Open(folder, TimeProvider.System).IsErased(instance, rowId),
        }).Faults)];
}
