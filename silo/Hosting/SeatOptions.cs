using System.CommandLine;
using System.Net;
using GridActors.Silo.Clustering;
using GridActors.Silo.Folder;

namespace GridActors.Silo.Hosting;

/// <summary>How a silo is asked to be one of several: by telling it its ports.</summary>
public sealed class SeatOptions
{
    private readonly Option<int?> siloPort = new("--silo-port") { Description = "be one of several silos on one PostgreSQL database, and listen for the others here; keep it over restarts" };
    private readonly Option<int?> gatewayPort = new("--gateway-port") { Description = "where web nodes reach this silo" };
    private readonly Option<string> host = new("--host") { Description = "the address that both ports are on", DefaultValueFactory = _ => IPAddress.Loopback.ToString() };
    private readonly Option<bool> trusted = new("--trusted-network") { Description = "allows an address that other machines reach: whoever reaches these ports calls any grain" };

    public IEnumerable<Option> All => [siloPort, gatewayPort, host, trusted];

    /// <summary>Null: alone.</summary>
    /// <exception cref="FolderRefusedException">The seat cannot be taken as it was asked for; the message gives advice.</exception>
    public ClusterSeat? SeatOf(ParseResult asked, StoreChoice store)
    {
        if (asked.GetValue(siloPort) is null && asked.GetValue(gatewayPort) is null) return null;
        if ((asked.GetValue(siloPort), asked.GetValue(gatewayPort)) is not ({ } silo, { } gateway)) throw new FolderRefusedException("One of several silos needs both ports: --silo-port and --gateway-port.");
        if (!IPAddress.TryParse(asked.GetValue(host), out var address)) throw new FolderRefusedException($"--host {asked.GetValue(host)} is no IP address.");
        if (ClusterSeat.RefusalOf(address, asked.GetValue(trusted)) is { } refusal) throw new FolderRefusedException(refusal);
        return new(Shared(store).Connection, address, silo, gateway);
    }

    /// <summary>The seat of a web node, which listens nowhere among the silos.</summary>
    /// <exception cref="FolderRefusedException">The store is not one that several processes can share.</exception>
    public static ClusterSeat WebNode(StoreChoice store) => new(Shared(store).Connection, IPAddress.Loopback);

    /// <summary>The store as one process of several opens it.</summary>
    /// <exception cref="FolderRefusedException">The store is not one that several processes can share.</exception>
    public static PostgresStore Shared(StoreChoice store) => store is PostgresStore postgres
        ? postgres with { IsShared = true }
        : throw new FolderRefusedException("Several processes can share a district on PostgreSQL only: --store postgres --connection ….");
}
