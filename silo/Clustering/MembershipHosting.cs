using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;

namespace GridActors.Silo.Clustering;

/// <summary>How silos and web nodes find each other: Orleans' AdoNet membership over our tables in PostgreSQL, with settings that notice a dead silo in seconds.</summary>
internal static class MembershipHosting
{
    private const string Cluster = "gridactors";

    /// <summary>The schema of the tables that Orleans reads its queries from, and by a bare name only.</summary>
    private const string Schema = "membership";

    /// <summary>The name under which Orleans finds Npgsql.</summary>
    private const string PostgresInvariant = "Npgsql";

    /// <summary>Connections to the membership tables; a process needs few.</summary>
    private const int ConnectionsMax = 4;

    /// <summary>A silo's call that has not been answered by then is given up; its command may come again, as commands may.</summary>
    private static readonly TimeSpan SiloAnswersWithin = TimeSpan.FromSeconds(5);

    /// <summary>The same for a web node: somewhat longer than a command may take at the journal, so that what a killed silo swallowed is soon sent to another.</summary>
    private static readonly TimeSpan NodeAnswersWithin = TimeSpan.FromSeconds(1.8);

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    public static ISiloBuilder AddMembership(this ISiloBuilder silo, ClusterSeat seat)
    {
        silo.UseAdoNetClustering(table => (table.Invariant, table.ConnectionString) = (PostgresInvariant, ConnectionOf(seat)));
        silo.ConfigureEndpoints(seat.Address, seat.SiloPort, seat.GatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterOptions>(Name);
        silo.Configure<ClusterMembershipOptions>(members =>
        {
            members.ProbeTimeout = TimeSpan.FromSeconds(1);
            members.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
            members.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            members.NumMissedProbesLimit = 3;
            members.TableRefreshTimeout = RefreshEvery;
            members.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        silo.Configure<SiloMessagingOptions>(calls => calls.ResponseTimeout = SiloAnswersWithin);
        silo.Services.Configure<ExceptionSerializationOptions>(AllowOurs);
        return silo;
    }

    public static IClientBuilder AddMembership(this IClientBuilder client, ClusterSeat seat)
    {
        client.UseAdoNetClustering(table => (table.Invariant, table.ConnectionString) = (PostgresInvariant, ConnectionOf(seat)));
        client.Configure<ClusterOptions>(Name);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = RefreshEvery);
        client.Configure<ClientMessagingOptions>(calls => calls.ResponseTimeout = NodeAnswersWithin);
        client.Services.Configure<ExceptionSerializationOptions>(AllowOurs);
        return client;
    }

    private static void Name(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (Cluster, Cluster);

    /// <summary>What a grain throws arrives as what it is: a store that is away must not look like a failure of the command.</summary>
    private static void AllowOurs(ExceptionSerializationOptions exceptions)
    {
        exceptions.SupportedNamespacePrefixes.Add(nameof(GridActors));
        exceptions.SupportedNamespacePrefixes.Add(nameof(Orleans));
    }

    private static string ConnectionOf(ClusterSeat seat) => new NpgsqlConnectionStringBuilder(seat.Connection) { SearchPath = Schema, MaxPoolSize = ConnectionsMax }.ToString();
}
