using System.Diagnostics;

namespace GridActors.Tests.Faults;

/// <summary>F8: the database server is killed, ends at once, or loses its sessions while people work. They are told 503, and it goes on soon after it is back.</summary>
[Collection(nameof(DatabaseTrials))]
public sealed class ServerKilledTests
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_service_outlives_its_database_server_and_loses_nothing()
    {
        await using var store = await PostgresTrialStore.Create();
        await using var district = await DistrictUnderTrial.Start(store, seed: 108, ownsStore: false);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 10); round++)
        {
            foreach (var signal in (LinuxCalls.Signal[])[LinuxCalls.Signal.Kill, LinuxCalls.Signal.Quit])
            {
                await district.Load.Until(more: 100);
                district.Figures.Faults++;
                await store.EndServer(signal);
                var refused = await district.Load.SendOnce(district.Load.Report($"server-gone-{signal}-{round:D2}-3kd92ms0qwx1z"));
                Assert.Equal(503, refused.Status);
                Assert.InRange(Stopwatch.GetElapsedTime(refused.InvokedAt, refused.AnsweredAt), TimeSpan.Zero, TimeSpan.FromSeconds(2));
                Assert.Equal(System.Net.HttpStatusCode.OK, await district.Ask("/health/live"));
                await store.PowerOn();
                await IsBackWithin(district);
            }
            foreach (var kill in (bool[])[false, true])
            {
                await district.Load.Until(more: 100);
                district.Figures.Faults++;
                await store.EndSessions(kill);
                await IsBackWithin(district);
            }
        }
        Assert.Null(district.Service.ExitCode);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    private static async Task IsBackWithin(DistrictUnderTrial district)
    {
        var up = district.Figures.HarmedAt = Stopwatch.GetTimestamp();
        await district.Load.Until(more: 20);
        Assert.InRange(district.Load.Refused.FirstSuccessAfter(up) ?? TimeSpan.MaxValue, TimeSpan.Zero, BackWithin);
    }
}
