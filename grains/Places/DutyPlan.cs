using System.Collections.Immutable;
using System.Globalization;

namespace GridActors.Places;

/// <summary>
/// A stretch of duty, in minutes from the midnight (Asia/Shanghai) of the day it belongs to; an end beyond <see cref="DayMinutes"/> lies on the next day.
/// As text <c>08:00-12:00</c>, <c>22:00-06:00</c>.
/// </summary>
public readonly record struct DutySpan(int From, int To)
{
    public const int DayMinutes = 24 * 60;

    /// <summary>From one time of day to another, over midnight when the second is not later; null when they are no times.</summary>
    public static DutySpan? Of(string from, string to)
    {
        if (Minutes(from) is not { } start || Minutes(to) is not { } end || start == DayMinutes) return null;
        return new(start, end > start ? end : end + DayMinutes);
    }

    public static DutySpan? Parse(string text) => text.Split('-') is [var from, var to] ? Of(from, to) : null;

    public override string ToString() => $"{Clock(From)}-{Clock(To > DayMinutes ? To - DayMinutes : To)}";

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int? Minutes(string clock) =>
        clock.Split(':') is [var hours, var minutes] && hours.Length is 1 or 2 && minutes.Length == 2
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
        && m < 60 && h * 60 + m <= DayMinutes ? h * 60 + m : null;
}

/// <summary>When somebody is on duty: the spans of each weekday from Monday, and days that are otherwise (without spans: a day off).</summary>
public sealed record DutyPlan(ImmutableArray<ImmutableArray<DutySpan>> Week, ImmutableSortedDictionary<DateOnly, ImmutableArray<DutySpan>> Dates)
{
    public const int WeekDays = 7;

    /// <summary>Never anywhere.</summary>
    public static readonly DutyPlan None = new([.. Enumerable.Repeat(ImmutableArray<DutySpan>.Empty, WeekDays)], ImmutableSortedDictionary<DateOnly, ImmutableArray<DutySpan>>.Empty);

    /// <summary>Day and night.</summary>
    public static readonly DutyPlan Always = None with { Week = [.. Enumerable.Repeat<ImmutableArray<DutySpan>>([new(0, DutySpan.DayMinutes)], WeekDays)] };

    public bool HasWeek => Week.Any(day => !day.IsEmpty);

    /// <summary>This person's own plan over the shift's: an own week replaces the shift's, own dates come before its dates.</summary>
    public DutyPlan Over(DutyPlan shift) => new(HasWeek ? Week : shift.Week, shift.Dates.SetItems(Dates));

    public bool OnDutyAt(DateTimeOffset instant)
    {
        var now = ShiftClock.At(instant);
        var (today, minute) = (DateOnly.FromDayNumber((int)now.Day), now.Hour * 60);
        return Covers(On(today), minute) || Covers(On(today.AddDays(-1)), minute + DutySpan.DayMinutes);
    }

    /// <summary>The instants after the given one, in order and within so many days, at which a stretch of duty begins or ends.</summary>
    public IEnumerable<DateTimeOffset> TurnsAfter(DateTimeOffset instant, int days)
    {
        var today = DateOnly.FromDayNumber((int)ShiftClock.At(instant).Day);
        return Enumerable.Range(-1, days + 1)
            .SelectMany(n => On(today.AddDays(n)).SelectMany(span => new[] { ShiftClock.InstantAt(today.AddDays(n), span.From), ShiftClock.InstantAt(today.AddDays(n), span.To) }))
            .Where(turn => turn > instant).Distinct().Order();
    }

    private ImmutableArray<DutySpan> On(DateOnly day) => Dates.TryGetValue(day, out var dated) ? dated : Week[((int)day.DayOfWeek + WeekDays - 1) % WeekDays];

    private static bool Covers(ImmutableArray<DutySpan> spans, double minute)
    {
        foreach (var span in spans)
            if (span.From <= minute && minute < span.To) return true;
        return false;
    }
}
