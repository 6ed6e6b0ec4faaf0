using GridActors.Journal;
using GridActors.Silo.Following;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Silo;

/// <summary>Another follower beside a district's own, from a position of the test's choice: what it delivers was delivered before.</summary>
internal static class SecondFollower
{
    public static JournalFollower After(DistrictHost district, string instance, Partition partition, long position)
    {
        var (clock, table) = (district.Get<RealmClocks>().Of(instance), new StandingTable(position));
        var delivery = new Delivery(
            instance, partition, district.Journal, table, district.Door, district.Get<IRealmSecrets>().KeysOf(instance), clock, TimeProvider.System, NullLogger.Instance);
        return new(instance, partition, district.Journal, table, delivery, clock, new Intake(), TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>A follower's table that stands where it is.</summary>
    private sealed class StandingTable(long position) : IFollowerTable
    {
        public ValueTask<long> ReadFollowed(string instance, Partition partition) => new(position);

        public ValueTask SaveFollowed(string instance, Partition partition, long position) => default;

        public ValueTask<IReadOnlyList<ParkedRow>> ReadParked(string instance, Partition partition) => new([]);

        public ValueTask Park(string instance, ParkedRow row) => default;

        public ValueTask Unpark(string instance, ParkedRow row) => default;
    }
}
