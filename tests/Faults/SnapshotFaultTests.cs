using Microsoft.Data.Sqlite;

namespace GridActors.Tests.Faults;

/// <summary>F20: what was set aside to start faster is damaged, gone, or of another history. It was used before, is refused after, and nobody is told anything else.</summary>
[Collection(nameof(FaultTrials))]
public sealed class SnapshotFaultTests
{
    private const int Notes = 110; // a snapshot is worth writing after a hundred

    [Fact]
    public async Task A_damaged_snapshot_is_used_before_and_refused_after_and_the_case_goes_on_from_its_journal()
    {
        await using var store = new SqliteTrialStore();
        await using var district = await DistrictUnderTrial.Start(store, seed: 120, ownsStore: false);
        var caseId = (await district.Load.SendOnce(district.Load.Report("snapshot-case-3kd92ms0qwx1z"))).CaseId!;
        for (var note = 0; note < Notes; note++) await Noted(district, caseId, $"before-{note:D3}");

        await district.KillAndRestart();
        await Noted(district, caseId, "on-from-the-snapshot");
        Assert.Equal((1, 0), (await district.Metric("snapshots_loaded_total"), await district.Metric("snapshots_rejected_total")));

        foreach (var damage in (string[])["payload = substr(payload, 1, length(payload) / 2)", "payload = x'00'", "payload = CAST(replace(CAST(payload AS TEXT), '\"Version\":1', '\"Version\":9') AS BLOB)"])
        {
            await district.Stop();
            Damage(store, $"UPDATE snapshots SET {damage}");
            await district.Restart();
            district.Figures.Faults++;
            await Noted(district, caseId, $"after-{district.Figures.Faults}");
            Assert.Equal((0, 1), (await district.Metric("snapshots_loaded_total"), await district.Metric("snapshots_rejected_total")));
            Assert.Contains("a snapshot of", district.Service.Said, StringComparison.Ordinal); // loud
        }

        await district.Stop();
        foreach (var file in Directory.GetFiles(store.Data, "derived.db*")) File.WriteAllBytes(file, [.. Enumerable.Repeat((byte)0x5a, 10_000)]);
        foreach (var checkpoint in Directory.GetFiles(store.Folder.Instance("live"), "*.checkpoint")) File.WriteAllText(checkpoint, "{\"no\":\"board\"}");
        district.Figures.Faults += 2;
        await district.Restart();
        Assert.Contains("board checkpoint", district.Service.Said, StringComparison.Ordinal);
        await Noted(district, caseId, "all-derived-gone");
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    private static async Task Noted(DistrictUnderTrial district, string caseId, string key) =>
        Assert.Equal(200, (await district.Load.SendOnce(district.Load.NoteOn(caseId, $"snapshot-{key}-3kd92ms0qwx1z"))).Status);

    private static void Damage(SqliteTrialStore store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={store.Folder.Derived};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
