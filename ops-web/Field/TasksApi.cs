using GridActors.Disputes;
using GridActors.OpsWeb.Disputes;
using GridActors.Responders;

namespace GridActors.OpsWeb.Field;

/// <summary>What is done in the field, act by act (docs/field-protocol.md): one path for what is done online and what was done offline and comes late.</summary>
internal static class TasksApi
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/api/tasks/{taskId}");
        Receipt(tasks, "delivered", "The phone holds the task", task => new ConfirmDelivery(task.CaseId, task.Number));
        Receipt(tasks, "seen", "The person has looked at the task", task => new ConfirmSeen(task.CaseId, task.Number));
        Act<FieldBody>(tasks, "acknowledge", "Received; a colleague's that nobody has acknowledged becomes one's own", (act, _, number) => new(new AcknowledgeTask(act.By, number)));
        Act<FieldBody>(tasks, "accept", "Takes it on", (act, _, number) => new(new AdvanceTask(act.By, number, TaskStage.Accepted)));
        Act<FieldBody>(tasks, "set-out", "On the way", (act, _, number) => new(new AdvanceTask(act.By, number, TaskStage.OnTheWay)));
        Act<FieldBody>(tasks, "arrive", "There", (act, _, number) => new(new AdvanceTask(act.By, number, TaskStage.Arrived)));
        Act<DeclineBody>(
            tasks, "decline", "Goes to the next one on duty", async (act, body, number) => new DeclineTask(act.By, number, body.Reason, await Optional(act, body.Text)), ifMatch: true);
        Act<CompleteBody>(tasks, "complete", "Done: settles the case, closes it, or sends it one tier up; on a task that has moved on the note is kept in the file", async (act, body, number) =>
            new CompleteTask(act.By, number, body.Outcome, await act.Text(CaseAct.NoteField, body.Note, "/note")));
        Act<HandOverBody>(tasks, "hand-over", "To somebody on duty", async (act, body, number) => new HandOverTask(
            act.By, number, FieldRoles.Known(act.Places.RosterOf(act.Seen.Realm.Instance), body.To, "/to").Id, await act.Text(CaseAct.NoteField, body.Brief, "/brief")), ifMatch: true);
        Act<FieldTextBody>(tasks, "brief", "A brief for whoever has it next", async (act, body, number) => new BriefTask(act.By, number, await act.Text(CaseAct.NoteField, body.Text, "/text")));
        Act<CallForHelpBody>(tasks, "call-for-help", "Told to the board at once", async (act, body, number) => new CallForHelp(act.By, number, await Optional(act, body.Text)));
        Act<FieldTextBody>(tasks, "note", "A line in the file", async (act, body, number) => new NoteTask(act.By, number, await act.Text(CaseAct.NoteField, body.Text, "/text")));
    }

    private static async ValueTask<string?> Optional(CaseAct act, string? text) => text is null ? null : await act.Text(CaseAct.NoteField, text, "/text");

    private static void Receipt(RouteGroupBuilder tasks, string name, string summary, Func<TaskNumber, ResponderCommand> commandOf) =>
        Describe<FieldBody>(tasks.MapPost($"/{name}", (HttpContext http, string taskId, TaskActs acts) => acts.Receipt(http, taskId, name, commandOf)), summary);

    private static void Act<TBody>(RouteGroupBuilder tasks, string name, string summary, Func<CaseAct, TBody, int, ValueTask<TaskCommand>> commandOf, bool ifMatch = false)
        where TBody : IFieldBody =>
        Describe<TBody>(tasks.MapPost($"/{name}", (HttpContext http, string taskId, TaskActs acts) => acts.Run(http, taskId, name, ifMatch, commandOf)), summary);

    private static void Describe<TBody>(RouteHandlerBuilder route, string summary)
        where TBody : notnull => route.Accepts<TBody>("application/json").Produces<TaskAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary(summary);
}
