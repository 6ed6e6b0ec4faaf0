using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Tests.Cluster;

namespace GridActors.Tests.Faults;

/// <summary>The database that several silos and a web node share. The processes are the cluster's to end.</summary>
internal sealed class ClusterTrialStore(ClusterProcesses cluster) : ITrialStore
{
    public string Name => $"postgres, {cluster.Silos.Count} silos";

    public string Data => Path.GetDirectoryName(cluster.Keys)!;

    public IReadOnlyList<string> Arguments => [];

    private DataFolder Folder => DataFolder.Resolve(Data, cluster.Keys);

    public RealmKeys Keys() => PostgresReading.Keys(cluster.Connection, Folder);

    public Task<StoredDistrict> Read() => PostgresReading.Read(cluster.Connection, Folder);

    public Task<IAsyncDisposable> HoldHead() => PostgresReading.HoldHead(cluster.Connection);

    public Task PowerOff() => Task.CompletedTask; // its server is everybody's

    public Task PowerOn() => Task.CompletedTask;

    public Task LieAboutFlushing(DistrictUnderTrial district) => throw new NotSupportedException("its server is everybody's");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
