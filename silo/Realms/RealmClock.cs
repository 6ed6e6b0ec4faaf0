using GridActors.Journal;

namespace GridActors.Silo.Realms;

/// <summary>
/// One realm's clock: realm time runs at <see cref="Rate"/> from a pair of instants, and never backwards. It may not pass the earliest deadline that has not
/// fired nor the instant of an unfinished follow-up (contract §6), so <see cref="Now"/> can lag behind <see cref="Unheld"/>.
/// </summary>
/// <param name="stands">Whether this process may tell the realm's time at the moment (not once its lease ran out); null: always.</param>
public sealed class RealmClock(TimeProvider time, bool isLive, Func<bool>? stands = null)
{
    private readonly Lock gate = new();
    private DateTimeOffset realFrom = time.GetUtcNow(), realmFrom = time.GetUtcNow();
    private double rate = 1;
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private long dueHoldTicks = long.MaxValue, openHoldTicks = long.MaxValue, sealedHoldTicks = long.MaxValue;

    /// <summary>Raised when the clock was set. Handlers return at once.</summary>
    public event Action? Set;

    public bool IsLive => isLive;

    /// <summary>Realm seconds per real second; 0 while paused.</summary>
    public double Rate
    {
        get
        {
            lock (gate) return rate;
        }
    }

    public bool IsPaused => Rate == 0;

    /// <summary>The time that commands are stamped with.</summary>
    /// <exception cref="JournalUnavailableException">Another process may be running the realm by now.</exception>
    public DateTimeOffset Now
    {
        get
        {
            if (stands is not null && !stands()) throw new JournalUnavailableException("the realm's clock is elsewhere by now");
            lock (gate)
            {
                var now = Mapped();
                if (!isLive) now = Earlier(now, Math.Min(dueHoldTicks, Math.Min(openHoldTicks, sealedHoldTicks)));
                return last = Instants.Later(last, Instants.Truncate(now));
            }
        }
    }

    /// <summary>Where the clock would stand if nothing held it: what deadlines are compared with.</summary>
    public DateTimeOffset Unheld
    {
        get
        {
            lock (gate) return Instants.Truncate(Mapped());
        }
    }

    /// <summary>Lets the clock run from a realm instant at a rate, from now on.</summary>
    public void SetTo(double newRate, DateTimeOffset realmInstant)
    {
        lock (gate)
        {
            (rate, realFrom, realmFrom) = (newRate, time.GetUtcNow(), Instants.Later(last, Instants.Truncate(realmInstant)));
        }
        Set?.Invoke();
    }

    /// <summary>Holds the clock before the earliest deadline that has not fired; null: none.</summary>
    public void HoldForDeadline(DateTimeOffset? earliest)
    {
        lock (gate) dueHoldTicks = earliest?.UtcTicks ?? long.MaxValue;
    }

    /// <summary>Holds the clock at the instant of the oldest unfinished follow-up of a partition; null: none. An earlier hold stays unless it may be lifted.</summary>
    public void HoldForFollowUp(Partition partition, DateTimeOffset? oldest, bool mayLift)
    {
        ref var hold = ref partition == Partition.Open ? ref openHoldTicks : ref sealedHoldTicks;
        var ticks = oldest?.UtcTicks ?? long.MaxValue;
        lock (gate) hold = mayLift ? ticks : Math.Min(hold, ticks);
    }

    /// <summary>Real time until the clock (if not held) stands at the instant; null while it never will.</summary>
    public TimeSpan? RealTimeUntil(DateTimeOffset instant)
    {
        lock (gate)
        {
            var realm = instant - Mapped();
            if (realm <= TimeSpan.Zero) return TimeSpan.Zero;
            return rate == 0 ? null : realm / rate;
        }
    }

    private DateTimeOffset Mapped() => isLive ? time.GetUtcNow() : realmFrom + (time.GetUtcNow() - realFrom) * rate;

    private static DateTimeOffset Earlier(DateTimeOffset instant, long holdTicks) => instant.UtcTicks > holdTicks ? new(holdTicks, TimeSpan.Zero) : instant;
}
