using GridActors.Buildings;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Silo.Hosting;

/// <summary>A process without boards keeps no view of the district.</summary>
internal sealed class NoDistrictView : IDistrictView
{
    public IReadOnlyCollection<string> OpenCasesIn(string instance, AreaId building) => [];
}

/// <summary>Nothing is set aside: every stream is folded from its beginning.</summary>
internal sealed class NoSnapshots : ISnapshots
{
    public Task<Snapshot?> Read(StreamId stream) => Task.FromResult<Snapshot?>(null);

    public Task Write(StreamId stream, Snapshot snapshot) => Task.CompletedTask;

    public void Count(bool loaded)
    {
    }
}
