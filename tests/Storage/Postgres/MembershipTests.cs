using System.Net;
using GridActors.Silo.Clustering;
using GridActors.Silo.Journal.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Orleans' own membership provider over our queries, as the service's role.</summary>
public sealed class MembershipTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTime Noon = new(2031, 5, 6, 12, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostgresDatabase database = null!;
    private IHost host = null!;
    private IMembershipTable table = null!;

    public async ValueTask InitializeAsync()
    {
        database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
        host = HostOf();
        table = ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(host.Services);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop);
    }

    [Fact]
    public async Task A_silo_that_joins_is_read_back_as_it_is()
    {
        var silo = Silo(11111);
        Assert.True(await table.InsertRowAsync(silo, await Next(), Stop));
        var (read, _) = Assert.Single((await table.ReadAllAsync(Stop)).Members);
        Assert.Equal((silo.SiloAddress, silo.SiloName, silo.HostName, silo.ProxyPort, SiloStatus.Joining), (read.SiloAddress, read.SiloName, read.HostName, read.ProxyPort, read.Status));
        Assert.Equal((Noon, Noon), (read.StartTime.ToUniversalTime(), read.IAmAliveTime.ToUniversalTime()));
        Assert.Equal(silo.SiloAddress, Assert.Single((await table.ReadRowAsync(silo.SiloAddress, Stop)).Members).Item1.SiloAddress);
        Assert.Empty((await table.ReadRowAsync(Silo(22222).SiloAddress, Stop)).Members);
    }

    [Fact]
    public async Task Of_two_changes_decided_on_one_version_the_second_is_refused_and_changes_nothing()
    {
        var version = await Next();
        Assert.True(await table.InsertRowAsync(Silo(11111), version, Stop));
        Assert.False(await table.InsertRowAsync(Silo(22222), version, Stop));
        var read = await table.ReadAllAsync(Stop);
        Assert.Single(read.Members);
        Assert.Equal(1, read.Version.Version);

        var active = Silo(11111);
        active.Status = SiloStatus.Active;
        Assert.False(await Update(active, version));
        Assert.True(await Update(active, await Next()));
        Assert.False(await table.InsertRowAsync(active, await Next(), Stop)); // it is there already
        Assert.Equal((SiloStatus.Active, 2), ((await table.ReadAllAsync(Stop)).Members[0].Item1.Status, (await table.ReadAllAsync(Stop)).Version.Version));
    }

    [Fact]
    public async Task Two_that_join_at_once_on_one_version_are_told_apart()
    {
        var version = await Next();
        var joined = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => table.InsertRowAsync(Silo(11111 + n), version, Stop))));
        Assert.Single(joined, told => told);
        Assert.Single((await table.ReadAllAsync(Stop)).Members);
    }

    [Fact]
    public async Task Suspicions_and_signs_of_life_are_kept_and_what_is_long_dead_is_tidied_away()
    {
        var (alive, dead) = (Silo(11111), Silo(22222));
        await table.InsertRowAsync(alive, await Next(), Stop);
        await table.InsertRowAsync(dead, await Next(), Stop);
        alive.Status = SiloStatus.Active;
        await Update(alive, await Next());
        dead.Status = SiloStatus.Dead;
        dead.SuspectTimes = [Tuple.Create(alive.SiloAddress, Noon.AddSeconds(3))];
        await Update(dead, await Next());
        alive.IAmAliveTime = Noon.AddSeconds(10);
        await table.UpdateIAmAliveAsync(alive, Stop);
        var read = (await table.ReadAllAsync(Stop)).Members.ToDictionary(member => member.Item1.SiloAddress, member => member.Item1);
        Assert.Equal(Noon.AddSeconds(10), read[alive.SiloAddress].IAmAliveTime.ToUniversalTime());
        Assert.Equal(alive.SiloAddress, Assert.Single(read[dead.SiloAddress].SuspectTimes!).Item1);

        await table.CleanupDefunctSiloEntriesAsync(new(Noon.AddDays(1)), Stop);
        Assert.Equal(alive.SiloAddress, Assert.Single((await table.ReadAllAsync(Stop)).Members).Item1.SiloAddress); // an active one is a member however long it was silent
    }

    [Fact]
    public async Task A_web_node_finds_the_gateways_of_active_silos()
    {
        var silo = Silo(11111);
        await table.InsertRowAsync(silo, await Next(), Stop);
        var gateways = host.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProviderAsync(Stop);
        Assert.Empty(await gateways.GetGatewaysAsync(Stop));
        silo.Status = SiloStatus.Active;
        await Update(silo, await Next());
        Assert.Equal(30001, Assert.Single(await gateways.GetGatewaysAsync(Stop)).Port);
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await database.DisposeAsync();
    }

    private IHost HostOf()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var seat = new ClusterSeat(database.App, IPAddress.Loopback);
        builder.UseOrleansClient(client => client.AddMembership(seat));
        builder.Services.AddOptions<AdoNetClusteringSiloOptions>()
            .Configure<Microsoft.Extensions.Options.IOptions<AdoNetClusteringClientOptions>>((silo, client) => (silo.Invariant, silo.ConnectionString) = (client.Value.Invariant, client.Value.ConnectionString));
        return builder.Build();
    }

    private async Task<bool> Update(MembershipEntry silo, TableVersion version)
    {
        var (_, etag) = Assert.Single((await table.ReadRowAsync(silo.SiloAddress, Stop)).Members);
        return await table.UpdateRowAsync(silo, etag, version, Stop);
    }

    private async Task<TableVersion> Next() => (await table.ReadAllAsync(Stop)).Version.Next();

    private static MembershipEntry Silo(int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 7),
        SiloName = $"silo-{port}",
        HostName = "here",
        Status = SiloStatus.Joining,
        ProxyPort = 30001,
        StartTime = Noon,
        IAmAliveTime = Noon,
    };
}
