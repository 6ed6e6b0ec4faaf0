using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.Tests.Web;

public sealed class MetricsTests
{
    [Fact]
    public async Task Snapshots_loaded_and_rejected_are_counted_and_those_of_the_sealed_partition_are_not()
    {
        await using var served = await ServedDistrict.Start();
        var snapshots = served.Get<ISnapshots>();
        StreamId In(Partition partition) => StreamId.Of("live", partition, DisputeStream.Kind, "CASE000000000001");
        foreach (var loaded in (bool[])[true, true, false]) snapshots.Count(In(Partition.Open), loaded);
        foreach (var loaded in (bool[])[true, false]) snapshots.Count(In(Partition.Sealed), loaded);

        var lines = (await served.Get("/metrics")).Text.Split('\n');
        Assert.Contains("# TYPE gridactors_snapshots_loaded_total counter", lines);
        Assert.Contains("gridactors_snapshots_loaded_total 2", lines);
        Assert.Contains("gridactors_snapshots_rejected_total 1", lines);
        served.Remove();
    }
}
