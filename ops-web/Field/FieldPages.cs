using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Field;

/// <summary>What a phone's pages ask for: who somebody is, with whom they work, when they are on duty, and what lies with colleagues.</summary>
internal sealed class FieldPages(IRealmPlaces places, IRealmSecrets secrets, BoardFeeds boards)
{
    public const int PeopleDefault = 20, DaysDefault = 7;

    private const int PeopleMax = 100, QueryCharactersMax = 100, PlacesFoundMax = 20;

    public IResult People(HttpContext http, string? area, string? q, bool? onDuty, int max)
    {
        var realm = http.InventedRealm();
        if (max is < 1 or > PeopleMax) throw new ProblemException(Problem.Malformed("max", $"1 to {PeopleMax}"));
        if (q?.Length > QueryCharactersMax) throw new ProblemException(new(StatusCodes.Status400BadRequest, "too-long", "q", $"at most {QueryCharactersMax} characters"));
        var (registry, roster) = (places.RegistryOf(realm.Instance), places.RosterOf(realm.Instance));
        var within = area is null ? AreaId.District : AreaId.TryParse(area, out var named) ? named : throw new ProblemException(Problem.Unusable("unknown-area", "area"));
        AreaId[] found = string.IsNullOrWhiteSpace(q) ? [AreaId.District] : [.. registry.Search(q, PlacesFoundMax).Select(hit => hit.Id)];
        var (keys, taken) = (secrets.KeysOf(realm.Instance), boards.FeedOf(realm).Read(board => board.TakenOver.ToHashSet()));
        var people = roster.Responders
            .Where(one => one.Home.IsIn(within) && (found.Any(one.Home.IsIn) || one.Id.Value.Contains(q!, StringComparison.OrdinalIgnoreCase)))
            .Select(one => (Who: one, OnDuty: roster.OnDuty(one.Id, realm.Now))).Where(one => onDuty is null || onDuty == one.OnDuty).Take(max);
        return JsonShapes.Answer(people.Select(one => new FieldPerson(
            one.Who.Id, one.Who.Kind, one.Who.Home, FieldRoles.MaskedName(keys, one.Who.Id), one.OnDuty, taken.Contains(one.Who.Id))).ToList());
    }

    public IResult Page(HttpContext http, string responder)
    {
        var (realm, who) = Asked(http, responder);
        var (registry, roster, keys) = (places.RegistryOf(realm.Instance), places.RosterOf(realm.Instance), secrets.KeysOf(realm.Instance));
        return JsonShapes.Answer(new FieldPage(
            InboxDuty.Of(roster, who.Id, realm.Now)!,
            [.. FieldPlaces.ColleaguesOf(who, roster, realm.Now).Select(other => new Colleague(
                other, FieldRoles.MaskedName(keys, other), roster.Find(other)!.Home, roster.OnDuty(other, realm.Now)))],
            FieldPlaces.CellsOf(who, roster, registry),
            who.Kind == ResponderKind.Head ? who.Home : null));
    }

    public IResult Duty(HttpContext http, string responder, int days)
    {
        var (realm, who) = Asked(http, responder);
        if (days is < 1 or > Roster.DutyHorizonDays) throw new ProblemException(Problem.Malformed("days", $"1 to {Roster.DutyHorizonDays}"));
        return JsonShapes.Answer(places.RosterOf(realm.Instance).DutiesOf(who.Id, realm.Now, realm.Now.AddDays(days)).ToList());
    }

    /// <summary>What colleagues here have been told and nobody has acknowledged: any of them may.</summary>
    public IResult Team(HttpContext http, string responder)
    {
        var (realm, who) = Asked(http, responder);
        var areas = who.Kind == ResponderKind.Head ? [who.Home] : FieldPlaces.CellsOf(who, places.RosterOf(realm.Instance), places.RegistryOf(realm.Instance));
        return JsonShapes.Answer(boards.FeedOf(realm).Read(board =>
        {
            var cards = areas.SelectMany(board.CardsIn)
                .Where(card => card is { State: CardState.Waiting, Task.Stage: TaskStage.Offered } && card.Assigned!.Responder != who.Id && !board.IsSealed(card.CaseId)).ToArray();
            Array.Sort(cards, BoardUrgency.Order);
            return cards.Select(card => InboxTask.Of(card, isSealed: false)).OfType<InboxTask>().ToList();
        }));
    }

    /// <exception cref="ProblemException">403 real people; 404 nobody of that name.</exception>
    private (RealmView Realm, Responder Who) Asked(HttpContext http, string responder)
    {
        var realm = http.InventedRealm();
        return (realm, places.RosterOf(realm.Instance).Find(new(responder)) ?? throw new ProblemException(Problem.NotFound));
    }
}

/// <summary>An invented person who can be played; <paramref name="Name"/> is masked. <paramref name="Taken"/>: somebody plays them.</summary>
public sealed record FieldPerson(ResponderId Responder, ResponderKind Kind, AreaId Home, string Name, bool OnDuty, bool Taken);

public sealed record Colleague(ResponderId Responder, string Name, AreaId Home, bool OnDuty);

/// <summary>Somebody's own page. <paramref name="Building"/>: a head's.</summary>
public sealed record FieldPage(InboxDuty Duty, IReadOnlyList<Colleague> Colleagues, IReadOnlyList<AreaId> Cells, AreaId? Building);
