using GridActors.Journal;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace GridActors.Silo.Following;

/// <summary>Tells a store or silo that is away from work that fails by itself: the first is waited for, the second is set aside.</summary>
internal static class Outage
{
    public static bool Is(Exception failure) =>
        failure is JournalUnavailableException or OrleansMessageRejectionException or SiloUnavailableException or ConnectionFailedException or ClientNotAvailableException or TimeoutException;
}
