using GridActors.Buildings;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>
/// What comes of itself, hour by hour: reports and visits to buildings. An hour is a pure function of the plan's keys, so it can be drawn again at any
/// time and in any order. Both are spread over the hour in equal slots with one at a drawn moment of each, so that there is never a long gap.
/// </summary>
internal sealed class Arrivals(string instance, AgendaPlan plan, RealmKeys keys, Registry registry)
{
    /// <summary>Seconds of a slot that has one visit: two slots are the longest possible gap.</summary>
    public const double VisitSlotSeconds = 8;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private readonly BuildingDraw buildings = new(registry);

    /// <summary>The whole hours since year 1 (UTC) that an instant has behind it.</summary>
    public static long HourOf(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerHour;

    public static DateTimeOffset StartOf(long hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    public IEnumerable<AgendaItem> In(long hour)
    {
        var chance = new Chance(keys, $"hour/{hour}", 0);
        var expected = DistrictMix.CasesPerDay * plan.Volume * DistrictMix.ShareOfHour(StartOf(hour).ToOffset(Shanghai).Hour);
        var reports = (int)(expected + chance.Unit("reports"));
        for (var i = 0; i < reports; i++) yield return Report(hour, i, Moment(hour, i, TimeSpan.FromHours(1) / reports, chance, "report-moment"), chance);
        if (!plan.Visits) yield break;
        var visits = (int)(TimeSpan.FromHours(1).TotalSeconds / VisitSlotSeconds);
        for (var i = 0; i < visits; i++) yield return Visit(hour, i, Moment(hour, i, TimeSpan.FromSeconds(VisitSlotSeconds), chance, "visit-moment"), chance);
    }

    private static DateTimeOffset Moment(long hour, int slot, TimeSpan length, Chance chance, string purpose) =>
        Instants.Truncate(StartOf(hour) + length * (slot + chance.Unit(purpose, slot)));

    private AgendaItem Report(long hour, int i, DateTimeOffset at, Chance chance)
    {
        var key = $"agenda-report-{hour}-{i}";
        var id = keys.PersonsCommand("", "agenda/report", key);
        var category = DistrictMix.CategoryAt(chance.Unit("category", i));
        var severity = DistrictMix.SeverityAt(category, chance.Unit("severity", i));
        var building = buildings.At(chance.Unit("place", i));
        var resolves = chance.Unit("resolves", i) >= DistrictMix.UnresolvedShare;
        var reporter = InventedPeople.Reporter(hour * 10_000 + i, plan.Seed);
        var code = Vocabulary.CodeOf(category);
        return new()
        {
            At = at,
            TieRank = TieRank.Arrival,
            Target = StreamId.Of(instance, Partition.Open, DisputeStream.Kind, keys.CaseId("", key)),
            Id = id,
            IdempotencyKey = key,
            Command = new ReportDispute(category, severity, resolves ? building : AreaId.District.Unlocated, keys.VaultRowId(id, 0)),
            Report = new(
                InventedReports.Text(code, (long)(chance.Unit("text", i) * int.MaxValue)), reporter.Name, reporter.Phone,
                resolves ? null : chance.OneOf(AgendaWords.Addresses, "address", i)),
        };
    }

    private AgendaItem Visit(long hour, int i, DateTimeOffset at, Chance chance)
    {
        var building = buildings.At(chance.Unit("visit-place", i));
        var byHead = at.ToOffset(Shanghai).Hour is >= 8 and < 20 && chance.Unit("visit-by", i) < 0.4;
        return new()
        {
            At = at,
            TieRank = TieRank.Act,
            Target = StreamId.Of(instance, Partition.Open, BuildingStream.Kind, building.Code),
            Id = keys.PersonsCommand("", "agenda/visit", $"{hour}-{i}"),
            Command = new RecordVisit(new(byHead ? AgendaRoles.Head : AgendaRoles.Worker)),
        };
    }
}
