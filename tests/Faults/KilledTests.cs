using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>F1-F4: the process is killed, asked to stop, or frozen while people work.</summary>
[Collection(nameof(FaultTrials))]
public sealed class KilledTests
{
    public static TheoryData<string> Stores => TrialStores.All;

    public static TheoryData<string> BothInLongForm => TrialStores.BothInLongForm;

    [Theory, MemberData(nameof(Stores))]
    public async Task Killed_again_and_again_nothing_acknowledged_is_lost(string store)
    {
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 101);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 2, inLongForm: 30); round++)
        {
            await district.Load.Until(more: 150);
            district.Figures.HarmedAt = Stopwatch.GetTimestamp();
            await district.KillAndRestart(start => round % 2 == 0 ? start : start with { Port = null });
        }
        await district.Load.Until(more: 50);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Theory, MemberData(nameof(BothInLongForm))]
    public async Task Asked_to_stop_under_load_it_drains_and_refuses_nothing_that_is_there(string store)
    {
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 102);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 10); round++)
        {
            await district.Load.Until(more: 200);
            district.Figures.Faults++;
            district.Figures.HarmedAt = Stopwatch.GetTimestamp();
            var took = await district.Stop();
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.Equal(0, district.Service.ExitCode);
            district.Figures.Note($"stopped in {took.TotalMilliseconds:0} ms");
            await district.Restart();
        }
        await district.Load.Until(more: 50);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Theory, MemberData(nameof(BothInLongForm))]
    public async Task Frozen_and_woken_again_it_goes_on_where_it_stood(string store)
    {
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 104);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 5); round++)
        {
            await district.Load.Until(more: 150);
            district.Figures.Faults++;
            LinuxCalls.Send(district.Service.Id, LinuxCalls.Signal.Stop);
            try
            {
                await district.Load.For(TimeSpan.FromSeconds(FaultTrials.Rounds(quick: 3, inLongForm: 30)));
            }
            finally
            {
                LinuxCalls.Send(district.Service.Id, LinuxCalls.Signal.Continue);
            }
            district.Figures.HarmedAt = Stopwatch.GetTimestamp();
            await district.Load.Until(more: 100);
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }
}
