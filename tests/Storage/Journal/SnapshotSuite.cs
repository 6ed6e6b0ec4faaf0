using GridActors.Journal;
using GridActors.Silo.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GridActors.Tests.Storage.Journal;

/// <summary>Snapshots through Orleans' own storage, on whatever database: one row a stream, the newest, and nothing lost when they go.</summary>
public abstract class SnapshotSuite : IAsyncLifetime
{
    protected static readonly StreamId Cell = new("demo-0001", Partition.Open, "cell/440306018012-017");

    private IHost silo = null!;

    protected ISnapshots Snapshots => silo.Services.GetRequiredService<ISnapshots>();

    public async ValueTask InitializeAsync()
    {
        await Prepare();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Remove();
    }

    [Fact]
    public async Task The_newest_snapshot_of_a_stream_is_kept_over_a_restart()
    {
        Assert.Null(await Snapshots.Read(Cell));
        await Snapshots.Write(Cell, At(100));
        await Snapshots.Write(Cell, At(200));
        await Stop();
        await Start();
        var kept = await Snapshots.Read(Cell);
        Assert.Equal((200, At(200).State, At(200).Armed[0]), (kept!.Version, kept.State, kept.Armed[0]));
        Assert.Null(await Snapshots.Read(Cell with { Partition = Partition.Sealed }));
    }

    [Fact]
    public async Task Many_writers_of_one_stream_leave_one_row()
    {
        await Task.WhenAll(Enumerable.Range(1, 40).Select(version => Snapshots.Write(Cell, At(version))));
        Assert.NotNull(await Snapshots.Read(Cell));
    }

    [Fact]
    public async Task Dropping_an_instance_leaves_the_others_snapshots()
    {
        await Task.WhenAll(Enumerable.Range(1, 1_100).Select(n => Snapshots.Write(Cell with { Name = $"cell/{n}" }, At(100))));
        await Snapshots.Write(Cell with { Instance = "demo-00011" }, At(100));
        await RemoveSnapshots("demo-0001");
        Assert.Null(await Snapshots.Read(Cell with { Name = "cell/1" }));
        Assert.Null(await Snapshots.Read(Cell with { Name = "cell/1100" }));
        Assert.NotNull(await Snapshots.Read(Cell with { Instance = "demo-00011" }));
    }

    protected static Snapshot At(int version) => new()
    {
        Epoch = "e",
        Version = version,
        HashTag = 7,
        LastAt = Commands.Noon,
        Armed = [new("visit", "", Commands.Noon, version)],
        State = $$"""{"load":{{version}}}""",
    };

    protected abstract Task Prepare();

    protected abstract void Configure(ISiloBuilder orleans);

    protected abstract Task RemoveSnapshots(string instance);

    protected abstract Task Remove();

    protected async ValueTask Start()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(orleans => Configure(orleans.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: FreePort())));
        silo = builder.Build();
        await silo.StartAsync();
    }

    protected async ValueTask Stop()
    {
        await silo.StopAsync();
        silo.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}
