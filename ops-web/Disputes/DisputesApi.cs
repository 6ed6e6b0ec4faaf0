using GridActors.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.OpsWeb.Disputes;

/// <summary>A case and everything that may be asked of it.</summary>
internal static class DisputesApi
{
    public static IServiceCollection AddDisputes(this IServiceCollection services) =>
        services.AddSingleton<CaseDoor>().AddSingleton<DeskNames>().AddSingleton<CaseCommands>().AddSingleton<CasePages>().AddSingleton<CaseHistory>().AddSingleton<CaseReveal>().AddSingleton<Sealing>();

    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        var cases = routes.MapGroup("/api/cases/{id}");
        cases.MapGet("", (HttpContext http, string id, CasePages pages) => pages.Page(http, id)).WithSummary("One case: card, timeline, what can be revealed");
        cases.MapPost("/reveal", (HttpContext http, string id, CaseReveal reveal) => reveal.Reveal(http, id)).Accepts<RevealBody>("application/json")
            .Produces<Revealed>().WithSummary("Personal text, after writing down who asked and what for");

        cases.MapPost("/photo", (HttpContext http, string id, CaseReveal reveal) => reveal.Photo(http, id)).Accepts<PhotoRevealBody>("application/json")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg").WithSummary("One picture of the file, after writing down who asked and what for");

        Command<DeskBody>(cases, "accept", false, (act, _) => new(new AcceptDispute(act.By)));
        Command<RefuseBody>(cases, "refuse", true, async (act, body) =>
            new RefuseDispute(act.By, body.Reason, body.Text is null ? null : await act.Text("reason", body.Text, "/text")));
        Command<TriageBody>(cases, "triage", true, Triage);
        Command<AssignBody>(cases, "assign", true, (act, body) => new(new AssignDispute(act.By, KnownResponder(act, body.Responder), null, null)));
        Command<DeskBody>(cases, "acknowledge", false, (act, _) => new(new AcknowledgeDispute(act.By)));
        Command<ReasonBody>(cases, "release", false, async (act, body) => new ReleaseDispute(act.By, await act.Text("reason", body.Reason, "/reason")));
        Command<NoteBody>(cases, "note", false, async (act, body) => new NoteDispute(act.By, await act.Text("note", body.Text, "/text")));
        Command<SettleBody>(cases, "settle", true, async (act, body) => new SettleDispute(act.By, await act.Text("terms", body.Terms, "/terms")));
        Command<ReasonBody>(cases, "reopen", true, async (act, body) => new ReopenDispute(act.By, await act.Text("reason", body.Reason, "/reason")));
        Command<ReasonBody>(cases, "withdraw", true, async (act, body) => new WithdrawDispute(act.By, await act.Text("reason", body.Reason, "/reason")));
        Command<ReasonBody>(cases, "level-up", true, async (act, body) => new LevelUpDispute(act.By, await act.Text("reason", body.Reason, "/reason")));
        Command<ReasonBody>(cases, "level-down", true, async (act, body) => new LevelDownDispute(act.By, await act.Text("reason", body.Reason, "/reason")));
        Command<CloseBody>(cases, "close", true, (act, body) => new(new CloseDispute(act.By, body.Reason)));
        Command<DeskBody>(cases, "answer-help", false, (act, _) => new(new AnswerHelp(act.By)));
        cases.MapPost("/violence", (HttpContext http, string id, Sealing sealing) => sealing.Run(http, id)).Accepts<ViolenceBody>("application/json")
            .Produces<CommandAnswer>().WithSummary("Violence was found: hand the case to the sealed desk");
    }

    private static void Command<TBody>(IEndpointRouteBuilder cases, string name, bool ifMatch, Func<CaseAct, TBody, ValueTask<DisputeCommand>> commandOf)
        where TBody : IDeskBody =>
        cases.MapPost($"/{name}", (HttpContext http, string id, CaseCommands commands) => commands.Run(http, id, name, ifMatch, commandOf))
            .Accepts<TBody>("application/json").Produces<CommandAnswer>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static async ValueTask<DisputeCommand> Triage(CaseAct act, TriageBody body)
    {
        if (body.Area is { } area && !act.Places.RegistryOf(act.Seen.Realm.Instance).Contains(area)) throw new ProblemException(Problem.Unusable("unknown-area", "/area"));
        if (body.Category == Category.FamilyViolence && act.Seen.Card.Category != Category.FamilyViolence) // the open journal must never say it
            throw new ProblemException(Problem.Unusable("use-violence", "/category", "hand the case over with the command violence"));
        return new TriageDispute(act.By, body.Area, body.Category, body.Severity, await act.Text("reason", body.Reason, "/reason"));
    }

    private static ResponderId KnownResponder(CaseAct act, string responder) =>
        act.Places.RosterOf(act.Seen.Realm.Instance).Find(new(responder))?.Id ?? throw new ProblemException(Problem.Unusable("unknown-responder", "/responder"));
}
