using GridActors.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Tests.Faults;

/// <summary>
/// F22: the process dies as it enters the n-th call that changes a file: in the middle of an append, a snapshot, a board's checkpoint, an erasure, the first start.
/// No failpoint is built into the service; the kernel stops it. Whatever comes next must be as if the step had been done or had not begun.
/// </summary>
[Collection(nameof(FaultTrials))]
public sealed class CrashStepTests
{
    private const int KilledExitCode = 137;

    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public Task In_the_middle_of_an_append() =>
        CrashAt(seed: 1220, Steps(Strace.Changes, FaultTrials.IsLong ? [.. Enumerable.Range(1, 60)] : [3]), store => [store.Folder.Journal("live") + "-wal", store.Folder.Journal("live")], district => district.Load.For(TimeSpan.FromSeconds(1)));

    [Fact]
    public Task In_the_middle_of_a_snapshot()
    {
        var busy = "";
        return CrashAt(seed: 1221, Steps("pwrite64", FaultTrials.IsLong ? [1, 2, 3, 4, 1, 2] : [1]), store => [store.Folder.Derived + "-wal", store.Folder.Derived], async district =>
        {
            for (var note = 0; note < 60 && district.Service.ExitCode is null; note++) await Noted(district, busy, $"after-{note:D3}");
        }, async district =>
        {
            busy = (await district.Load.SendOnce(district.Load.Report($"crash-{district.Figures.Faults}-3kd92ms0qwx1z"))).CaseId!;
            for (var (note, version) = (0, 0); version < 99; note++) version = (await Noted(district, busy, $"before-{note:D3}")).Version ?? version; // a snapshot's distance, nearly
        });

        static Task<Attempt> Noted(DistrictUnderTrial district, string caseId, string key) =>
            district.Load.SendOnce(district.Load.NoteOn(caseId, $"crash-{district.Figures.Faults}-{key}-3kd92ms0qwx1z"));
    }

    [Fact]
    public Task In_the_middle_of_a_boards_checkpoint_and_of_the_record_of_heads() => CrashAt(seed: 1222, FaultTrials.IsLong ? [("write", 1), ("pwrite64", 1), ("fsync", 1), ("rename", 1), ("rename", 2), ("unlink", 1)] : [("rename", 1)], store =>
    {
        var (checkpoint, heads) = (Path.Combine(store.Folder.Instance("live"), "board-open.checkpoint"), store.Folder.Heads);
        return [checkpoint, checkpoint + ".new", heads, heads + ".new"];
    }, async district =>
    {
        await district.Load.For(TimeSpan.FromSeconds(2));
        if (district.Service.ExitCode is null) await district.Stop();
    });

    [Fact]
    public async Task In_the_middle_of_an_erasure()
    {
        await using var store = new SqliteTrialStore();
        await using var district = await DistrictUnderTrial.Start(store, seed: 1223, ownsStore: false);
        foreach (var n in FaultTrials.IsLong ? (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14] : [2])
        {
            var caseId = (await district.Load.SendOnce(district.Load.Report($"erased-{n:D2}-3kd92ms0qwx1zab"))).CaseId!;
            await district.Rest();
            await district.Stop();
            var rows = await store.VaultRowsOf(caseId);
            Assert.NotEmpty(rows);
            ErasureLog.Open(store.Folder, TimeProvider.System).Append("live", caseId, rows); // the step before: what must be erased is written down
            district.Figures.Faults++;
            await district.TryRestart(start => start with { Under = Strace.KilledAt(Strace.Changes, n, store.Folder.Journal("live") + "-wal", store.Folder.Journal("live")) });
            await district.Restart(start => start with { Under = [] });
            Assert.Empty(await store.VaultRowsOf(caseId));
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Fact]
    public async Task In_the_middle_of_the_very_first_start()
    {
        foreach (var n in FaultTrials.IsLong ? [.. Enumerable.Range(1, 30)] : (int[])[4])
        {
            await using var store = new SqliteTrialStore();
            string[] files = [store.Folder.Control, store.Folder.Control + "-wal", store.Folder.Control + "-journal", store.Folder.KeyFile + ".new", store.Folder.KeyFile, store.Folder.Journal("live"), store.Folder.Journal("live") + "-wal"];
            await using (var first = Cluster.ServiceProcess.Launch(new(store.Data) { Under = Strace.KilledAt(Strace.Changes, n, files) }))
            {
                await Task.WhenAny(first.Ended(), first.UntilReady());
                if (first.ExitCode is null) await first.Kill();
            }
            await using var district = await DistrictUnderTrial.Start(store, seed: 1224 + n, ownsStore: false);
            district.Figures.Faults = 1;
            Assert.Equal(201, (await district.Load.SendOnce(district.Load.Report("first-start-3kd92ms0qwx1z"))).Status);
            var found = await district.Check();
            Assert.True(found.IsEmpty, $"call {n}: {found}");
        }
    }

    private static IEnumerable<(string Calls, int N)> Steps(string calls, int[] numbers) => numbers.Select(n => (calls, n));

    /// <summary>Under load, the process dies at the n-th change of the files, for each n, and is started again.</summary>
    private static async Task CrashAt(int seed, IEnumerable<(string Calls, int N)> steps, Func<SqliteTrialStore, string[]> files, Func<DistrictUnderTrial, Task> work, Func<DistrictUnderTrial, Task>? before = null)
    {
        await using var store = new SqliteTrialStore();
        await using var district = await DistrictUnderTrial.Start(store, seed, ownsStore: false);
        district.Load.Start(FaultTrials.PerSecond / 2);
        foreach (var step in steps)
        {
            await district.Load.Until(more: 20);
            if (before is not null) await before(district);
            await using (await Strace.KillAt(district.Service.Id, step.Calls, step.N, files(store)))
            {
                try
                {
                    await work(district).WaitAsync(DiesWithin);
                    await district.Ask("/health/live"); // a process that was killed a moment ago may not be over yet, but it answers no more
                }
                catch (Exception died) when (died is TimeoutException or HttpRequestException or IOException)
                {
                    if (died is not TimeoutException) await district.Service.Ended().WaitAsync(DiesWithin); // in the middle of it, as wanted
                }
                if (district.Service.ExitCode is KilledExitCode) district.Figures.Faults++;
                await district.Service.Kill();
            }
            await district.Restart();
        }
        await district.Load.Until(more: 20);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
        Assert.NotEqual(0, district.Figures.Faults);
    }
}
