using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GridActors.Places;

/// <summary>
/// A district's people as they are gathered from its own files: people and rows of duty in any order, then <see cref="Build"/>. Whatever is wrong is told with its
/// line and stops the whole. Only facts about work: who, for which place, when, and what they can do.
/// </summary>
public sealed partial class RosterDraft(SourceFaults faults)
{
    /// <summary>People of a district; rows beyond are counted as faults and not kept.</summary>
    public const int PeopleMax = 200_000;

    /// <summary>Rows of duty, of shifts and people together.</summary>
    public const int DutyRowsMax = 3_000_000;

    /// <summary>Stretches of duty in one day of one person or shift.</summary>
    public const int DaySpansMax = 6;

    public const int SkillsMax = 10;

    public const int RecusedMax = 20;

    private static readonly string[][] DayNames =
    [
        ["mon", "monday", "周一", "星期一"], ["tue", "tuesday", "周二", "星期二"], ["wed", "wednesday", "周三", "星期三"], ["thu", "thursday", "周四", "星期四"],
        ["fri", "friday", "周五", "星期五"], ["sat", "saturday", "周六", "星期六"], ["sun", "sunday", "周日", "星期日", "星期天"],
    ];

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy/M/d"];

    private readonly record struct Person(StaffMember Member, SourceLine At);

    private sealed class Duty(SourceLine at)
    {
        public SourceLine At { get; } = at;

        public List<DutySpan>?[] Week { get; } = new List<DutySpan>?[DutyPlan.WeekDays];

        public SortedDictionary<DateOnly, List<DutySpan>> Dates { get; } = [];
    }

    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Duty> duties = new(StringComparer.Ordinal);
    private int dutyRows;

    /// <summary>Somebody who serves. Answers their id as responders bear it; null when the row is at fault.</summary>
    public ResponderId? AddPerson(SourceLine at, string id, string role, string area, string skills, string shift, string recused = "")
    {
        var before = faults.Count;
        var kind = KindOf(role);
        if (kind is null) faults.Add(at, "role", "this is no role", "Give worker (网格员), head (楼栋长), mediator (调解员) or lead (席位)");
        if (!IdForm().IsMatch(id) || !id.Any(char.IsAsciiDigit))
            faults.Add(at, "id", "this is no id of a person", "Give a staff number: letters, digits and hyphens with at least one digit, at most 40, and never a name");
        if (!AreaId.TryParse(area, out var home) || home.IsUnlocated) faults.Add(at, "area", "this is no code of an area", "Give the code of the cell, building, community, street, or district");
        else if (kind is { } known && !Fits(known, home.Level)) faults.Add(at, "area", $"a {RosterFile.CodeOf(known)} serves no {home.Level.ToString().ToLowerInvariant()}", AreaAdvice(known));
        var named = Parts(skills);
        if (named.Length > SkillsMax || !named.All(skill => SkillForm().IsMatch(skill)))
            faults.Add(at, "skills", "these are no skills", $"Give at most {SkillsMax} codes parted by semicolons, such as labour;english: what somebody can do, nothing about them");
        var buildings = Parts(recused).Select(code => AreaId.TryParse(code, out var building) && building is { IsUnlocated: false, Level: AreaLevel.Building } ? building : (AreaId?)null).ToList();
        if (buildings.Count > RecusedMax || buildings.Contains(null))
            faults.Add(at, "recused", "these are no codes of buildings", $"Give at most {RecusedMax} codes of buildings parted by semicolons whose quarrels somebody else shall have, without the reason");
        if (faults.Count > before) return null;

        var prefix = RosterFile.CodeOf(kind!.Value) + "-";
        var responder = new ResponderId(id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? id.ToLowerInvariant() : prefix + id.ToLowerInvariant());
        if (people.TryGetValue(responder.Value, out var earlier)) faults.Add(at, "id", $"{responder} stands in {earlier.At} already", "Leave one of the two rows out");
        else if (people.Count == PeopleMax) faults.Add(at, "", $"there are more than {PeopleMax} people", "Import the people of one district only");
        else
        {
            people.Add(responder.Value, new(new(responder, kind.Value, home, [.. named.Order(StringComparer.Ordinal).Distinct()], shift.Length == 0 ? null : shift, DutyPlan.None, null)
            {
                Recused = [.. buildings.OfType<AreaId>().Distinct().Order()],
            }, at));
            return responder;
        }
        return null;
    }

    /// <summary>A row of duty: <paramref name="who"/> is a person's id or a shift's name, <paramref name="on"/> a weekday or a date; no times: that date off.</summary>
    public void AddDuty(SourceLine at, string who, string on, string from, string to)
    {
        if (who.Length is 0 or > 60) faults.Add(at, "who", "the cell is empty or too long", "Give a person's id as in people.csv, or the name of a shift");
        else if (DayOf(on) is not var (weekday, date)) faults.Add(at, "on", "this is neither a weekday nor a date", "Give mon to sun (周一 to 周日) or a date such as 2031-05-06");
        else if (dutyRows == DutyRowsMax) faults.Add(at, "", $"there are more than {DutyRowsMax} rows of duty", "Let people share shifts instead of giving each their own rows");
        else
        {
            dutyRows++;
            if (!duties.TryGetValue(who, out var duty)) duties.Add(who, duty = new(at));
            var isOff = from.Length == 0 && to.Length == 0;
            if (isOff && date is null) faults.Add(at, "from", "a weekday without times says nothing", "Leave the row out, or give times; only a date can be a day off");
            else if (isOff) duty.Dates.TryAdd(date!.Value, []);
            else if (DutySpan.Of(from, to) is not { } span) faults.Add(at, "from", "these are no times of day", "Give both as 08:00 and 17:30; until midnight is 24:00");
            else if (Spans(duty, weekday, date) is { Count: < DaySpansMax } spans) spans.Add(span);
            else faults.Add(at, "", $"there are more than {DaySpansMax} stretches of duty on one day", "Join those that meet");
        }
    }

    /// <summary>Everybody and their shifts, or null when anything is wrong.</summary>
    /// <param name="registry">The places they serve.</param>
    /// <param name="source">The files as a whole.</param>
    public StaffList? Build(Registry registry, string source)
    {
        if (people.Count == 0 && !faults.Any) faults.Add(new(source, 0), "", "there is nobody in these files", "Give people.csv; docs/registry.md tells its columns");
        var (byPerson, members) = (duties.Keys.Select(who => (Who: who, Id: PersonOf(who))).Where(duty => duty.Id is not null).ToDictionary(duty => duty.Id!, duty => duty.Who, StringComparer.Ordinal), new List<StaffMember>(people.Count));
        var shifts = new Dictionary<string, DutyPlan>(StringComparer.Ordinal);
        foreach (var (member, at) in people.Values)
        {
            if (!registry.Contains(member.Area)) faults.Add(at, "area", $"{member.Area} is not in the registry", "Correct the code, or import the places first: registry import");
            var own = byPerson.TryGetValue(member.Id.Value, out var who) ? PlanOf(duties[who]) : DutyPlan.None;
            if (member.Shift is null && ReferenceEquals(own, DutyPlan.None))
                faults.Add(at, "shift", $"{member.Id} is never on duty", $"Give the name of a shift ({StaffList.AlwaysShift} for day and night), or rows in duty.csv");
            if (member.Shift is { } shift && shift != StaffList.AlwaysShift && !shifts.ContainsKey(shift))
            {
                if (duties.TryGetValue(shift, out var plan)) shifts.Add(shift, PlanOf(plan));
                else faults.Add(at, "shift", $"no row of duty.csv tells the shift '{Shown(shift)}'", "Add its rows, with its name in the column who");
            }
            members.Add(member with { Own = own });
        }
        foreach (var (who, duty) in duties)
            if (PersonOf(who) is null && !shifts.ContainsKey(who) && !faults.Any) faults.Add(duty.At, "who", $"'{Shown(who)}' is nobody in people.csv and nobody's shift", "Correct the id or the name, or leave the rows out");
        return faults.Any ? null : new(shifts, members);
    }

    /// <summary>The person that a cell of duty.csv means: their id with or without the role before it.</summary>
    private string? PersonOf(string who)
    {
        var id = who.ToLowerInvariant();
        if (people.ContainsKey(id)) return id;
        var fitting = Enum.GetValues<ResponderKind>().Select(kind => $"{RosterFile.CodeOf(kind)}-{id}").Where(people.ContainsKey).ToList();
        return fitting is [var only] ? only : null;
    }

    private static List<DutySpan> Spans(Duty duty, int? weekday, DateOnly? date)
    {
        if (weekday is { } day) return duty.Week[day] ??= [];
        if (!duty.Dates.TryGetValue(date!.Value, out var dated)) duty.Dates.Add(date.Value, dated = []);
        return dated;
    }

    private static DutyPlan PlanOf(Duty duty) => new(
        [.. duty.Week.Select(day => Sorted(day ?? []))],
        duty.Dates.ToImmutableSortedDictionary(date => date.Key, date => Sorted(date.Value)));

    private static ImmutableArray<DutySpan> Sorted(List<DutySpan> spans) => [.. spans.Distinct().OrderBy(span => span.From).ThenBy(span => span.To)];

    private static (int? Weekday, DateOnly? Date)? DayOf(string on)
    {
        var weekday = Array.FindIndex(DayNames, names => names.Contains(on, StringComparer.OrdinalIgnoreCase));
        if (weekday >= 0) return (weekday, null);
        return DateOnly.TryParseExact(on, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? (null, date) : null;
    }

    private static ResponderKind? KindOf(string role) => role.ToLowerInvariant() switch
    {
        "worker" or "网格员" => ResponderKind.Worker,
        "head" or "楼栋长" => ResponderKind.Head,
        "mediator" or "调解员" => ResponderKind.Mediator,
        "lead" or "席位" => ResponderKind.Lead,
        _ => null,
    };

    private static bool Fits(ResponderKind kind, AreaLevel level) => kind switch
    {
        ResponderKind.Worker => level is AreaLevel.Cell or AreaLevel.Community,
        ResponderKind.Head => level == AreaLevel.Building,
        ResponderKind.Lead => level <= AreaLevel.Community,
        _ => level != AreaLevel.Building,
    };

    private static string AreaAdvice(ResponderKind kind) => kind switch
    {
        ResponderKind.Worker => "Give the worker's cell, or the community whose cells they stand in for",
        ResponderKind.Head => "Give the code of the head's building",
        ResponderKind.Lead => "Give the community, street or district of the desk",
        _ => "Give a cell, a community, a street or the district",
    };

    private static string[] Parts(string cell) => cell.Split([';', '；', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Shown(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(40)]);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{0,39}\z")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A[a-z][a-z-]{1,29}\z")]
    private static partial Regex SkillForm();
}
