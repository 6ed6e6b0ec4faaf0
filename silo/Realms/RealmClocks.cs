using System.Collections.Concurrent;
using GridActors.Journal;

namespace GridActors.Silo.Realms;

/// <summary>The clocks of all realm instances in this process.</summary>
public sealed class RealmClocks(TimeProvider time, bool isShared = false) : IRealmClocks
{
    private readonly ConcurrentDictionary<string, RealmClock> clocks = new();

    public DateTimeOffset Now(string instance) => Of(instance).Now;

    /// <exception cref="InstanceClosedException">The instance is not open in this process, which has the district to itself.</exception>
    /// <exception cref="JournalUnavailableException">Several processes share the district, and the instance's clock is in another.</exception>
    public RealmClock Of(string instance) => clocks.TryGetValue(instance, out var clock) ? clock
        : isShared ? throw new JournalUnavailableException("the realm's clock is elsewhere")
        : throw new InstanceClosedException(instance);

    /// <param name="stands">Whether this process may tell the instance's time at the moment; null: always.</param>
    public RealmClock Add(string instance, bool isLive, Func<bool>? stands = null) => clocks.GetOrAdd(instance, _ => new(time, isLive, stands));

    public void Remove(string instance) => clocks.TryRemove(instance, out _);
}
