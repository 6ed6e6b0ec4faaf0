using System.Globalization;

namespace GridActors.Places;

/// <summary>
/// The invented people of a synthetic registry: one worker a cell, one head a building, a desk for each community, street and the district. Everything is
/// derived from the registry and its seed, nothing is stored.
/// </summary>
internal sealed class InventedRoster(Registry registry) : Roster
{
    /// <summary>Workers stand in for each other in groups of about this many neighbouring cells.</summary>
    private const int GroupCells = 8;

    /// <summary>One day of duty, two evenings, a night and a rest need at least this many days.</summary>
    private const int RotationDaysMin = 6;

    private const double WorkerLeave = 0.03;
    private const double HeadAway = 0.04;
    private const double HeadShort = 0.1;
    private const double LeadAtNight = 1 / 3.0;
    private const double Skilled = 0.25;

    /// <summary>Hours at which an invented person's duty may begin or end.</summary>
    private static readonly int[] TurnHours = [6, 7, 8, 14, 18, 22, 23];

    private const string WorkerPrefix = "worker-";
    private const string HeadPrefix = "head-";
    private const string LeadPrefix = "lead-";
    private const string FirstWorker = "-1";

    /// <summary>Who was on duty in a cell when it was last asked; so it stays for the whole shift.</summary>
    private readonly OnDutyInCell?[] lately = new OnDutyInCell?[registry.Cells.Length];

    public override int Count => registry.Cells.Length + registry.Buildings.Count + registry.Communities.Length + registry.Streets.Length + 1;

    public override IEnumerable<Responder> Responders =>
        registry.Cells.Select(c => Known(ResponderKind.Worker, c.Id))
            .Concat(Enumerable.Range(0, registry.Buildings.Count).Select(b => Known(ResponderKind.Head, registry.BuildingId(b))))
            .Concat(registry.Communities.Select(c => Known(ResponderKind.Lead, c.Id)))
            .Concat(registry.Streets.Select(s => Known(ResponderKind.Lead, s.Id)))
            .Append(Known(ResponderKind.Lead, AreaId.District));

    public override Responder? Find(ResponderId id)
    {
        if (HomeOf(id) is not var (kind, home)) return null;
        var fits = kind switch
        {
            ResponderKind.Worker => home.Level == AreaLevel.Cell,
            ResponderKind.Head => home.Level == AreaLevel.Building,
            _ => home.Level <= AreaLevel.Community && home != AreaId.Airport,
        };
        return fits && !home.IsUnlocated && registry.Contains(home) ? Known(kind, home) : null;
    }

    public override IReadOnlyList<ResponderId> WorkersOf(AreaId cell) => [.. Group(cell).Select(i => WorkerId(registry.Cells[i].Id))];

    public override ResponderId? HeadOf(AreaId building) =>
        building.Level == AreaLevel.Building && registry.IndexOf(building) >= 0 ? new(HeadPrefix + building.Code) : null;

    public override ResponderId? LeadOf(AreaId area) => Find(new(LeadPrefix + area.Code))?.Id;

    public override IReadOnlyList<ResponderId> OnDutyFor(AreaId area, DateTimeOffset instant)
    {
        if (area.Level == AreaLevel.Cell && !area.IsUnlocated) return WorkersAt(area, instant);
        IEnumerable<ResponderId?> all = area.IsUnlocated ? [LeadOf(area.Parent)] : area.Level switch
        {
            AreaLevel.Building => [HeadOf(area)],
            _ => [LeadOf(area)],
        };
        return [.. all.OfType<ResponderId>().Where(id => OnDuty(id, instant))];
    }

    public override bool OnDuty(ResponderId id, DateTimeOffset instant)
    {
        if (Find(id) is not { } known) return false;
        var now = ShiftClock.At(instant);
        var index = registry.IndexOf(known.Home);
        return known.Pattern switch
        {
            ShiftPattern.Always => true,
            ShiftPattern.LeadDay => now.Hour is >= 7 and < 23,
            ShiftPattern.HeadLong => now.Hour is >= 8 and < 22 && !Drawn(HeadAway, Purpose.HeadAway, index, now.Day),
            ShiftPattern.HeadShort => now.Hour is >= 8 and < 18 && !Drawn(HeadAway, Purpose.HeadAway, index, now.Day),
            _ => WorksAt(index, now),
        };
    }

    public override bool HasSkill(ResponderId id, string skill) =>
        HomeOf(id) is (ResponderKind.Worker, var home) && Drawn(Skilled, Purpose.Skill, registry.IndexOf(home), SeededDraw.NumberOf(skill));

    /// <summary>Workers, of the one building of their cell that they live in. Heads live in theirs by office.</summary>
    public override bool IsRecused(ResponderId id, AreaId building)
    {
        if (HomeOf(id) is not (ResponderKind.Worker, var home) || building.IsUnlocated || building.Level != AreaLevel.Building || building.Parent != home) return false;
        var all = registry.BuildingsOf(home);
        var (first, count) = all.GetOffsetAndLength(registry.Buildings.Count);
        return registry.IndexOf(building) == first + SeededDraw.Below(count, registry.Seed, Purpose.Home, registry.IndexOf(home));
    }

    protected override IEnumerable<DateTimeOffset> TurnsAfter(ResponderId id, DateTimeOffset instant)
    {
        if (Find(id) is null or { Pattern: ShiftPattern.Always }) yield break;
        var today = DateOnly.FromDayNumber((int)ShiftClock.At(instant).Day);
        for (var day = 0; day < DutyHorizonDays; day++)
            foreach (var hour in TurnHours)
                if (ShiftClock.InstantAt(today.AddDays(day), hour * 60) is var turn && turn > instant) yield return turn;
    }

    public override (int Manned, int Cells) CellsManned(AreaId area, DateTimeOffset instant)
    {
        var (manned, of) = (0, 0);
        var now = ShiftClock.At(instant);
        for (var cell = 0; cell < registry.Cells.Length; cell++)
        {
            if (!registry.Cells[cell].Id.IsIn(area)) continue;
            var (first, end) = GroupOf(cell);
            of++;
            for (var i = first; i < end; i++)
            {
                if (!WorksAt(i, now)) continue;
                manned++;
                break;
            }
        }
        return (manned, of);
    }

    // asked for every case that is placed: by index, so that no id is taken apart again
    private IReadOnlyList<ResponderId> WorkersAt(AreaId cell, DateTimeOffset instant)
    {
        if (registry.IndexOf(cell) is not (>= 0 and var index)) return [];
        var now = ShiftClock.At(instant);
        if (Volatile.Read(ref lately[index]) is { } known && known.ShiftDay == now.ShiftDay && known.Shift == now.Shift) return known.Workers;
        var workers = new List<ResponderId>();
        foreach (var i in Group(cell))
            if (WorksAt(i, now)) workers.Add(WorkerId(registry.Cells[i].Id));
        Volatile.Write(ref lately[index], new(now.ShiftDay, now.Shift, workers));
        return workers;
    }

    // the cells whose workers take this one's work, nearest number first
    private int[] Group(AreaId cell)
    {
        if (cell.Level != AreaLevel.Cell || registry.IndexOf(cell) is not (>= 0 and var index)) return [];
        var (first, end) = GroupOf(index);
        var group = new int[end - first];
        for (var i = 0; i < group.Length; i++) group[i] = first + i;
        Array.Sort(group, (a, b) => Math.Abs(a - index) - Math.Abs(b - index) is var nearer and not 0 ? nearer : a - b);
        return group;
    }

    private bool WorksAt(int cell, ShiftClock now)
    {
        if (Drawn(WorkerLeave, Purpose.Leave, cell, now.ShiftDay)) return false;
        var (first, end) = GroupOf(cell);
        var days = Math.Max(end - first, RotationDaysMin);
        var turn = (cell - first + now.ShiftDay) % days;
        Shift? shift = turn == days - 1 ? null : turn == days - 2 ? Shift.Night : turn >= days - 4 ? Shift.Evening : Shift.Day;
        return shift == now.Shift;
    }

    // the cells of a community, by number, cut into groups of nearly equal size
    private (int First, int End) GroupOf(int cell)
    {
        var (first, end) = registry.CellsBeside(cell);
        var cells = end - first;
        var groups = Math.Max(1, cells / GroupCells);
        var group = (cell - first) * groups / cells;
        return (first + Ceiling(group * cells, groups), first + Ceiling((group + 1) * cells, groups));
    }

    private static int Ceiling(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    private bool Drawn(double share, Purpose purpose, int index, long day = 0) => SeededDraw.Unit(registry.Seed, purpose, index, day) < share;

    private Responder Known(ResponderKind kind, AreaId home) => kind switch
    {
        ResponderKind.Worker => new(WorkerId(home), kind, home, ShiftPattern.Rotating),
        ResponderKind.Head => new(new(HeadPrefix + home.Code), kind, home,
            Drawn(HeadShort, Purpose.HeadPattern, registry.IndexOf(home)) ? ShiftPattern.HeadShort : ShiftPattern.HeadLong),
        _ => new(new(LeadPrefix + home.Code), kind, home,
            home.Level == AreaLevel.Community && !Drawn(LeadAtNight, Purpose.LeadPattern, registry.IndexOf(home)) ? ShiftPattern.LeadDay : ShiftPattern.Always),
    };

    private static ResponderId WorkerId(AreaId cell) => new(string.Create(CultureInfo.InvariantCulture, $"{WorkerPrefix}{cell.Code}{FirstWorker}"));

    private static (ResponderKind Kind, AreaId Home)? HomeOf(ResponderId id)
    {
        var text = id.Value ?? "";
        if (text.StartsWith(WorkerPrefix, StringComparison.Ordinal) && text.AsSpan(WorkerPrefix.Length).EndsWith(FirstWorker, StringComparison.Ordinal))
            return AreaId.TryParse(text[WorkerPrefix.Length..^FirstWorker.Length], out var cell) ? (ResponderKind.Worker, cell) : null;
        if (text.StartsWith(HeadPrefix, StringComparison.Ordinal))
            return AreaId.TryParse(text[HeadPrefix.Length..], out var building) ? (ResponderKind.Head, building) : null;
        if (text.StartsWith(LeadPrefix, StringComparison.Ordinal))
            return AreaId.TryParse(text[LeadPrefix.Length..], out var area) ? (ResponderKind.Lead, area) : null;
        return null;
    }

    private sealed record OnDutyInCell(long ShiftDay, Shift Shift, IReadOnlyList<ResponderId> Workers);
}
