using GridActors.Journal;
using GridActors.Silo.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GridActors.Tests.Storage.Journal;

/// <summary>Snapshots through Orleans' own storage: one row a stream, the newest, and nothing lost when they go.</summary>
public sealed class SnapshotTests : IAsyncLifetime
{
    private static readonly StreamId Cell = new("demo-0001", Partition.Open, "cell/440306018012-017");

    private readonly string folder = Directory.CreateTempSubdirectory("snapshots-").FullName;
    private IHost silo = null!;

    private string File => Path.Combine(folder, "derived.db");

    private ISnapshots Snapshots => silo.Services.GetRequiredService<ISnapshots>();

    public ValueTask InitializeAsync() => Start();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(folder, recursive: true);
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
    public async Task Dropping_an_instance_leaves_the_others_snapshots()
    {
        await Snapshots.Write(Cell, At(100));
        await Snapshots.Write(Cell with { Instance = "demo-00011" }, At(100));
        SnapshotFile.Remove(File, "demo-0001");
        Assert.Null(await Snapshots.Read(Cell));
        Assert.NotNull(await Snapshots.Read(Cell with { Instance = "demo-00011" }));
    }

    [Fact]
    public async Task A_broken_file_is_replaced_at_the_next_start()
    {
        await Snapshots.Write(Cell, At(100));
        await Stop();
        await System.IO.File.WriteAllTextAsync(File, "this is no database, and never was one", TestContext.Current.CancellationToken);
        await Start();
        Assert.Null(await Snapshots.Read(Cell));
        await Snapshots.Write(Cell, At(100));
        Assert.NotNull(await Snapshots.Read(Cell));
    }

    private static Snapshot At(int version) => new()
    {
        Epoch = "e",
        Version = version,
        HashTag = 7,
        LastAt = Commands.Noon,
        Armed = [new("visit", "", Commands.Noon, version)],
        State = $$"""{"load":{{version}}}""",
    };

    private async ValueTask Start()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(orleans => orleans.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: FreePort()).AddSqliteSnapshots(File));
        silo = builder.Build();
        await silo.StartAsync();
    }

    private async ValueTask Stop()
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
