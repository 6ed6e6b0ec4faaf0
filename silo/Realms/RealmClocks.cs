using System.Collections.Concurrent;
using GridActors.Journal;

namespace GridActors.Silo.Realms;

/// <summary>The clocks of all realm instances in this process.</summary>
public sealed class RealmClocks(TimeProvider time) : IRealmClocks
{
    private readonly ConcurrentDictionary<string, RealmClock> clocks = new();

    public DateTimeOffset Now(string instance) => Of(instance).Now;

    /// <exception cref="InstanceClosedException">The instance is not open here, or no longer.</exception>
    public RealmClock Of(string instance) => clocks.TryGetValue(instance, out var clock) ? clock : throw new InstanceClosedException(instance);

    public RealmClock Add(string instance, bool isLive) => clocks.GetOrAdd(instance, _ => new(time, isLive));

    public void Remove(string instance) => clocks.TryRemove(instance, out _);
}
