using GridActors.Journal;

namespace GridActors.Tests.Faults;

/// <summary>F16, and the deadlines of F3: the machine's clock jumps between two starts, by hours and by a day, forth and back.</summary>
[Collection(nameof(FaultTrials))]
public sealed class ClockTests
{
    private static readonly string[] Libraries =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1"];

    public static TheoryData<string> Stores => TrialStores.BothInLongForm;

    [Theory(Explicit = true), MemberData(nameof(Stores))]
    public async Task Order_is_by_position_and_deadlines_that_passed_meanwhile_fire_once_whatever_the_clock_says(string store)
    {
        FaultTrials.Need(Libraries.Any(File.Exists), "libfaketime (apt-get install libfaketime)");
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 118);
        district.Load.Start(FaultTrials.PerSecond / 3);
        foreach (var offset in FaultTrials.IsLong ? (string[])["+2h", "-2h", "+1d", "+0", "+2d", "-1d", "+3d"] : ["+2h", "-2h", "+1d"])
        {
            await district.Load.Until(more: 60);
            district.Figures.Faults++;
            await district.Stop();
            await district.Restart(start => start with { Environment = Shifted(offset) });
        }
        await district.Load.Until(more: 30);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
        var fired = (await district.Store.Read()).Open.Where(entry => entry.TieRank == TieRank.Deadline).ToList();
        Assert.NotEmpty(fired); // else nothing was proved about them
    }

    private static Dictionary<string, string> Shifted(string offset) => new()
    {
        ["LD_PRELOAD"] = Libraries.First(File.Exists),
        ["FAKETIME"] = offset,
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_NO_CACHE"] = "1",
    };
}
