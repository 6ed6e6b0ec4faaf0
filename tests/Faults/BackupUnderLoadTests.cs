using System.Diagnostics;
using GridActors.Silo.Archive;
using GridActors.Silo.Folder;

namespace GridActors.Tests.Faults;

/// <summary>A backup taken while people report and act, restored elsewhere with its keys.</summary>
[Collection(nameof(FaultTrials))]
public sealed class BackupUnderLoadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("backup-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Everything_acknowledged_before_a_backup_began_is_there_after_a_restore_elsewhere_once_and_it_goes_on()
    {
        await using var store = new SqliteTrialStore();
        await using var district = await DistrictUnderTrial.Start(store, seed: 151, ownsStore: false);
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: 200);
        var began = Stopwatch.GetTimestamp();
        var (backup, keys) = (Path.Combine(folder, "backup"), Path.Combine(folder, "keys"));
        var told = await new ArchivePlace(store.Folder, new SqliteStore()).Backup(backup, keys, TimeProvider.System, TestContext.Current.CancellationToken);
        await district.Load.Until(more: 100);
        var unharmed = await district.Check();
        Assert.True(unharmed.IsEmpty, unharmed.ToString());

        await using var elsewhere = new SqliteTrialStore();
        await new ArchivePlace(elsewhere.Folder, new SqliteStore()).Restore(backup, keys, replace: false, TimeProvider.System, TestContext.Current.CancellationToken);
        await using var restored = await DistrictUnderTrial.Start(elsewhere, seed: 152, ownsStore: false);
        Assert.DoesNotContain("RESTORED", restored.Service.Said, StringComparison.Ordinal);
        var ofBefore = district.Load.Operations.Where(one => one.Attempts.Any(sent => sent.Status is >= 200 and < 300 && sent.AnsweredAt < began)).ToList();
        Assert.True(ofBefore.Count >= 200);
        var operations = district.Load.Operations.Where(one => one.Attempts.Count > 0).ToList();
        district.Address = restored.Service.Http.BaseAddress!;
        foreach (var report in ofBefore.Where(one => one.Act == "report").Take(30)) // a phone that sends again hears the same case
        {
            var again = await district.Load.SendOnce(district.Load.Again(report));
            Assert.Equal((201, report.Attempts.First(sent => sent.CaseId is not null).CaseId), (again.Status, again.CaseId));
        }
        await restored.Rest();
        await restored.Stop();

        var stored = await elsewhere.Read();
        var realmKeys = elsewhere.Keys();
        var sent = operations.Select(one => Sent.Of(one, realmKeys))
            .Select(one => one.AcknowledgedAt < began ? one : one with { Outcome = Outcome.Unknown }).ToList();
        var found = JournalChecks.Run(sent, stored.Open, stored.Sealed);
        JournalChecks.Unfollowed(stored.Open, realmKeys, (stream, id) => stored.Commands.Contains((stream, id)), found);
        Assert.True(found.IsEmpty && stored.VerifyFaults.Count == 0, $"{found} {string.Join(", ", stored.VerifyFaults)}");
        Assert.True(stored.Open.Count >= told.Manifest.Instances.Single().Heads.Single(head => head.Partition == "open").Position);
    }
}
