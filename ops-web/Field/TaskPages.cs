using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;

namespace GridActors.OpsWeb.Field;

/// <summary>One task as its page shows it, and the report's text for its holder alone.</summary>
internal sealed class TaskPages(TaskDoor door, TaskWords words, CaseHistory history, CaseReveal reveal)
{
    public async Task<IResult> Page(HttpContext http, string taskId, string responder)
    {
        var task = await door.Open(http.InventedRealm(), taskId, responder);
        if (task.Story.HasMovedOn(task.Task.Number)) return await MovedOn(task);
        var card = task.Seen.Card;
        var shown = InboxTask.Of(card with { Assigned = card.Assigned! with { Given = true } }, task.Seen.Stream.Partition == Partition.Sealed)!;
        http.Response.Headers.ETag = $"\"{card.ETag}\"";
        return JsonShapes.Answer(new TaskPage(shown, await history.Of(task.Seen, DeskNames.None)));
    }

    public async Task<IResult> Reveal(HttpContext http, string taskId)
    {
        var realm = http.InventedRealm();
        var body = (await http.ReadBody<TaskRevealBody>(CaseReveal.BodyBytesMax)).Value;
        var fields = CaseReveal.Checked(body.Fields);
        var task = await door.Open(realm, taskId, body.Responder);
        if (!task.IsOwn) return Problem.NotFound;
        return task.Story.HasMovedOn(task.Task.Number) ? await MovedOn(task) : await reveal.Reveal(task.Seen, task.Who.Id.Value, fields, body.Purpose);
    }

    private Task<IResult> MovedOn(SeenTask task) => words.Refused(task, task.Seen.Card.IsOpen ? DisputeRefusal.TaskMovedOn : DisputeRefusal.CaseOver);
}

public sealed record TaskPage(InboxTask Task, IReadOnlyList<TimelineLine> Timeline);

public sealed record TaskRevealBody(IReadOnlyList<string> Fields, RevealPurpose Purpose, string Responder);
