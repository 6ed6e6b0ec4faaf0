using System.Diagnostics;
using GridActors.Silo.Folder;

namespace GridActors.Tests.Faults;

/// <summary>F10, F12: the disk answers EIO to a flush, or takes long over it.</summary>
[Collection(nameof(FaultTrials))]
public sealed class FlushTests
{
    private const int SlowFlushMs = 300;

    [Fact]
    public async Task A_flush_that_fails_now_and_then_is_never_acknowledged_and_the_journal_goes_on()
    {
        FaultTrials.NeedProgram("strace");
        await using var district = await DistrictUnderTrial.Start(new SqliteTrialStore(), seed: 111);
        await district.Stop();
        await district.Restart(start => start with { Under = Strace.FlushFails(first: 3, every: 9, Wal(district)) });
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: FaultTrials.Rounds(quick: 200, inLongForm: 5_000));
        await district.Load.Finish();
        var failures = Times(district.Service.Said, "cannot be written");
        Assert.NotEqual(0, failures);
        (district.Figures.Faults, var stopped) = (failures, await district.Stop());
        district.Figures.Note($"{failures} flushes failed; stopped in {stopped.TotalMilliseconds:0} ms");
        await district.Restart(start => start with { Under = [] });
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Fact]
    public async Task The_nth_flush_fails_whichever_it_is_and_nothing_acknowledged_is_lost_with_the_power_gone_right_after()
    {
        FaultTrials.NeedProgram("strace");
        var last = FaultTrials.Rounds(quick: 1, inLongForm: 50);
        using var disk = LoopDisk.Make();
        for (var n = FaultTrials.IsLong ? 1 : 7; n <= (FaultTrials.IsLong ? last : 7); n++)
        {
            await using var store = new SqliteTrialStore(Directory.CreateDirectory(Path.Combine(disk.Folder, $"n{n}")).FullName);
            await using var district = await DistrictUnderTrial.Start(store, seed: 1000 + n, ownsStore: false);
            await district.Stop();
            await district.Restart(start => start with { Under = Strace.FlushFails(n, every: 0, Wal(district)) });
            district.Load.Start(FaultTrials.PerSecond);
            await district.Load.Until(more: 60 + n);
            district.Figures.Faults = Times(district.Service.Said, "cannot be written");
            district.Figures.Note($"flush {n}");
            await district.CutPower(disk);
            await disk.PowerOn();
            await district.Restart(start => start with { Under = [] });
            var found = await district.Check();
            Assert.True(found.IsEmpty, $"flush {n}: {found}");
            Directory.Delete(store.Data, recursive: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task A_slow_disk_is_shared_by_everybody_who_waits()
    {
        FaultTrials.NeedProgram("strace");
        await using var district = await DistrictUnderTrial.Start(new SqliteTrialStore(), seed: 112);
        await district.Stop();
        await district.Restart(start => start with { Under = Strace.FlushTakes(TimeSpan.FromMilliseconds(SlowFlushMs), Wal(district)) });
        district.Load.Start(FaultTrials.PerSecond);
        var since = Stopwatch.GetTimestamp();
        await district.Load.Until(more: 600);
        var perSecond = 600 / Stopwatch.GetElapsedTime(since).TotalSeconds;
        district.Figures.Note($"{perSecond:0}/s acknowledged at {SlowFlushMs} ms a flush");
        Assert.True(perSecond > 10 * 1000.0 / SlowFlushMs, $"{perSecond:0}/s: one flush must serve many"); // one by one it would be 3.3/s
        Assert.InRange(district.Load.Refused.SlowestRefusal, TimeSpan.Zero, TimeSpan.FromSeconds(2) + 2 * await district.SlowestLook());
        await district.Load.Finish();
        await district.Stop();
        await district.Restart(start => start with { Under = [] });
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    private static string Wal(DistrictUnderTrial district) => DataFolder.Resolve(district.Store.Data).Journal("live") + "-wal";

    private static int Times(string said, string words) => said.Split(words).Length - 1;
}
