using System.Diagnostics;
using GridActors.Tests.Cluster;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Faults;

/// <summary>F1, F3, F4 with two silos and a web node on one database: whoever holds the realm is killed or frozen, or all of them are, while people work.</summary>
[Collection(nameof(DatabaseTrials))]
public sealed class ClusterTrials(PostgresServer server)
{
    private static readonly TimeSpan ElsewhereWithin = TimeSpan.FromSeconds(60);

    [Fact(Explicit = true)]
    public async Task The_silo_that_holds_the_realm_is_frozen_and_killed_and_the_district_goes_on()
    {
        await using var cluster = await ClusterProcesses.Start(server);
        await using var district = await DistrictUnderTrial.Over(new ClusterTrialStore(cluster), cluster.Webs[0], seed: 201);
        district.Load.Start(FaultTrials.PerSecond / 2);
        foreach (var seconds in FaultTrials.IsLong ? (int[])[25, 40] : [3])
        {
            await district.Load.Until(more: 100);
            await Harm(district, () => Freeze(district, Holder(cluster), TimeSpan.FromSeconds(seconds)));
            foreach (var ended in cluster.Silos.Where(silo => silo.HasEnded).ToList()) await cluster.Restart(ended); // one that counted as dead leaves when it wakes
            await cluster.UntilActive(2);
        }
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 10); round++)
        {
            await district.Load.Until(more: 100);
            var holder = await Holder(cluster);
            await Harm(district, holder.Kill);
            await cluster.Restart(holder, newPorts: round % 2 == 1);
            await cluster.UntilActive(2);
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Fact(Explicit = true)]
    public async Task All_silos_are_killed_at_once_and_start_again_on_their_ports()
    {
        await using var cluster = await ClusterProcesses.Start(server);
        await using var district = await DistrictUnderTrial.Over(new ClusterTrialStore(cluster), cluster.Webs[0], seed: 203);
        district.Load.Start(FaultTrials.PerSecond / 2);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 5); round++)
        {
            await district.Load.Until(more: 100);
            await Harm(district, async () =>
            {
                var all = cluster.Silos.ToList();
                foreach (var silo in all) await silo.Kill();
                foreach (var silo in all) await cluster.Restart(silo, newPorts: round % 2 == 1);
            });
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    private static async Task<SiloProcess> Holder(ClusterProcesses cluster) => await cluster.HolderOf("live") ?? throw new InvalidOperationException("nobody holds live");

    private static async Task Freeze(DistrictUnderTrial district, Task<SiloProcess> asked, TimeSpan time)
    {
        var silo = await asked;
        ClusterProcesses.Freeze(silo);
        try
        {
            await district.Load.For(time);
        }
        finally
        {
            ClusterProcesses.Wake(silo);
        }
    }

    private static async Task Harm(DistrictUnderTrial district, Func<Task> harm)
    {
        district.Figures.Faults++;
        await harm();
        district.Figures.HarmedAt = Stopwatch.GetTimestamp();
        await district.Load.Until(more: 100, ElsewhereWithin);
    }
}
