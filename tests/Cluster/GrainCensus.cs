using System.Net;
using GridActors.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace GridActors.Tests.Cluster;

/// <summary>Somebody beside the service who asks the silos which grains they have.</summary>
internal sealed class GrainCensus : IAsyncDisposable
{
    private readonly IHost host;

    private GrainCensus(IHost host) => this.host = host;

    public static async Task<GrainCensus> Start(string connection)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleansClient(client => client.AddMembership(new ClusterSeat(connection, IPAddress.Loopback)));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Active grains of the given kind in an instance, by their silo's port.</summary>
    public async Task<IReadOnlyDictionary<int, int>> Count(string kind, string instance)
    {
        var all = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return all.Where(one => one.GrainType.Contains(kind, StringComparison.OrdinalIgnoreCase) && one.GrainId.Key.ToString()!.StartsWith($"{instance}|", StringComparison.Ordinal))
            .GroupBy(one => one.SiloAddress.Endpoint.Port).ToDictionary(silo => silo.Key, silo => silo.Count());
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
