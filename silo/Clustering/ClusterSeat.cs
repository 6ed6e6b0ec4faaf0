using System.Net;

namespace GridActors.Silo.Clustering;

/// <summary>How a process belongs to a cluster. A web node has no ports of its own among the silos.</summary>
/// <param name="Connection">The database that holds the membership, as the service's own role.</param>
/// <param name="Address">Where a silo listens for the others and for web nodes. Whoever reaches these ports calls any grain.</param>
public sealed record ClusterSeat(string Connection, IPAddress Address, int SiloPort = 0, int GatewayPort = 0)
{
    /// <summary>It is a silo's.</summary>
    public bool HasGrains => SiloPort > 0;

    /// <summary>Why a silo must not listen there, with advice; null when all is well.</summary>
    public static string? RefusalOf(IPAddress address, bool isTrustedNetwork) => IPAddress.IsLoopback(address) || isTrustedNetwork
        ? null
        : $"{address} can be reached from other machines, and whoever reaches a silo's ports can call any grain: there is no secret in between. Listen on this machine only "
            + "(--host 127.0.0.1), or, on a network that only the district's own machines are on, say so: --trusted-network.";
}
