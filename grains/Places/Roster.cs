namespace GridActors.Places;

/// <summary>Who serves where and when. Every answer is a pure function of the place and the realm's time. Immutable; safe to share between threads.</summary>
public abstract class Roster
{
    /// <summary>How far ahead a duty's end or beginning is looked for.</summary>
    public const int DutyHorizonDays = 31;

    /// <summary>Nobody serves anywhere: a live district before its people are imported.</summary>
    public static Roster Empty { get; } = new NobodyRoster();

    /// <summary>The invented people of a synthetic registry.</summary>
    public static Roster Of(Registry registry) => new InventedRoster(registry);

    /// <summary>Imported people, in the places of a registry.</summary>
    public static Roster Of(StaffList staff, Registry registry) => staff.Members.IsEmpty ? Empty : new StaffRoster(staff, registry);

    public bool IsEmpty => Count == 0;

    /// <summary>How many people and desks there are.</summary>
    public abstract int Count { get; }

    /// <summary>Everybody: workers, then heads, then desks and mediators.</summary>
    public abstract IEnumerable<Responder> Responders { get; }

    /// <summary>The shift that runs at an instant.</summary>
    public static Shift ShiftAt(DateTimeOffset instant) => ShiftClock.At(instant).Shift;

    /// <summary>The first instant after the given one at which workers change: 06:00, 14:00 or 22:00 Asia/Shanghai.</summary>
    public static DateTimeOffset NextShiftChange(DateTimeOffset instant) => ShiftClock.NextChange(instant);

    /// <summary>Who that is; null for an id this roster does not know.</summary>
    public abstract Responder? Find(ResponderId id);

    /// <summary>Who takes the cell's work: its own workers first, then those who stand in for them. Whether on duty or not.</summary>
    public abstract IReadOnlyList<ResponderId> WorkersOf(AreaId cell);

    /// <summary>The head of the building.</summary>
    public abstract ResponderId? HeadOf(AreaId building);

    /// <summary>The desk of a community, a street or the district.</summary>
    public abstract ResponderId? LeadOf(AreaId area);

    /// <summary>Who may be given work of this place now, best first: a building's head, a cell's workers, the desk of anything coarser.</summary>
    public abstract IReadOnlyList<ResponderId> OnDutyFor(AreaId area, DateTimeOffset instant);

    /// <summary>Whether that person is on duty at the instant (of the realm, not of the wall); false for an unknown id.</summary>
    public abstract bool OnDuty(ResponderId id, DateTimeOffset instant);

    /// <summary>Whether that person can do what a category's code asks for, such as <c>labour</c>: what they learned, nothing about them.</summary>
    public abstract bool HasSkill(ResponderId id, string skill);

    /// <summary>Whether that person has an interest in the building (lives there, or whatever else it is) and is given no quarrel of it.</summary>
    public abstract bool IsRecused(ResponderId id, AreaId building);

    /// <summary>When the duty that this person is on ends; null: not on duty, or as far as can be seen it does not end.</summary>
    public DateTimeOffset? DutyUntil(ResponderId id, DateTimeOffset instant)
    {
        if (!OnDuty(id, instant)) return null;
        foreach (var turn in TurnsAfter(id, instant))
            if (!OnDuty(id, turn)) return turn;
        return null;
    }

    /// <summary>When this person's next duty begins; null: on duty now, or as far as can be seen never again.</summary>
    public DateTimeOffset? NextDuty(ResponderId id, DateTimeOffset instant)
    {
        if (OnDuty(id, instant)) return null;
        foreach (var turn in TurnsAfter(id, instant))
            if (OnDuty(id, turn)) return turn;
        return null;
    }

    /// <summary>This person's stretches of duty that touch the time, the running one whole at its end; one that does not end is left open at the horizon.</summary>
    public IEnumerable<DutyStretch> DutiesOf(ResponderId id, DateTimeOffset from, DateTimeOffset until)
    {
        for (var at = OnDuty(id, from) ? from : NextDuty(id, from); at is { } begins && begins < until;)
        {
            var ends = DutyUntil(id, begins);
            yield return new(begins, ends ?? until);
            at = ends is { } over ? NextDuty(id, over) : null;
        }
    }

    /// <summary>The instants after the given one, in order and within <see cref="DutyHorizonDays"/>, at which this person's duty may begin or end.</summary>
    protected abstract IEnumerable<DateTimeOffset> TurnsAfter(ResponderId id, DateTimeOffset instant);

    /// <summary>Cells that have somebody on duty at the instant, of all: the "cells manned" of the wall.</summary>
    public abstract (int Manned, int Cells) CellsManned(AreaId area, DateTimeOffset instant);

    private sealed class NobodyRoster : Roster
    {
        public override int Count => 0;

        public override IEnumerable<Responder> Responders => [];

        public override Responder? Find(ResponderId id) => null;

        public override IReadOnlyList<ResponderId> WorkersOf(AreaId cell) => [];

        public override ResponderId? HeadOf(AreaId building) => null;

        public override ResponderId? LeadOf(AreaId area) => null;

        public override IReadOnlyList<ResponderId> OnDutyFor(AreaId area, DateTimeOffset instant) => [];

        public override bool OnDuty(ResponderId id, DateTimeOffset instant) => false;

        public override bool HasSkill(ResponderId id, string skill) => false;

        public override bool IsRecused(ResponderId id, AreaId building) => false;

        protected override IEnumerable<DateTimeOffset> TurnsAfter(ResponderId id, DateTimeOffset instant) => [];

        public override (int Manned, int Cells) CellsManned(AreaId area, DateTimeOffset instant) => (0, 0);
    }
}

/// <summary>A stretch of one person's duty.</summary>
public readonly record struct DutyStretch(DateTimeOffset From, DateTimeOffset To);
