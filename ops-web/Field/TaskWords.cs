using System.Text.Json;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>What somebody in the field is answered: that it is done, that it was kept though the task had moved on, or who has the case instead.</summary>
internal sealed class TaskWords(IJournal journal, IRealmSecrets secrets, IRealmPlaces places, IRealmClocks clocks, DeskNames desks)
{
    /// <summary>As the case was after the act, so that a resend hears what the first one heard.</summary>
    public async Task<IResult> Done(HttpContext http, SeenTask task, CommandId command, Answer<DisputeRefusal> answer, TaskCommand asked, ClockSays clock, string? photo)
    {
        var stream = task.Seen.Stream;
        var entries = (await journal.ReadStream(stream, 0)).TakeWhile(entry => entry.Version <= answer.Version).ToList();
        var own = entries.FindIndex(entry => entry.Command == command);
        var before = own < 0 ? null : TaskStory.Of(entries.Take(own), task.Task.Number);
        var after = TaskStory.Of(entries, task.Task.Number);
        // a colleague's task that was taken is another one, with a number of its own
        var number = asked is AcknowledgeTask && !task.IsOwn && after.Card?.Task is { } taken && after.Card.Assigned?.Responder == task.Who.Id ? taken.Number : task.Task.Number;
        var kept = before is not null && asked is CompleteTask or NoteTask or AddPhoto && before!.HasMovedOn(task.Task.Number);
        http.Response.Headers.ETag = $"\"{answer.ETag}\"";
        return JsonShapes.Answer(new TaskAnswer(
            TaskNumber.IdOf(stream.Id, number), stream.Id, answer.Version, answer.ETag, number == task.Task.Number ? after.Stage : TaskStory.Of(entries, number).Stage, clock,
            clocks.Now(stream.Instance))
        {
            Photo = photo,
            Kept = kept,
            MovedOn = kept ? await Now(task.Seen.Stream, before!.Card!) : null,
        });
    }

    /// <summary>A receipt was taken.</summary>
    public IResult Received(SeenTask task, ClockSays clock) => JsonShapes.Answer(new TaskAnswer(
        task.Task.ToString(), task.Seen.Stream.Id, task.Seen.Card.Version, task.Seen.Card.ETag, task.Story.Stage, clock, clocks.Now(task.Seen.Stream.Instance)));

    public async Task<IResult> Refused(SeenTask task, DisputeRefusal refusal)
    {
        var code = JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.ToString());
        if (refusal is not (DisputeRefusal.TaskMovedOn or DisputeRefusal.CaseOver or DisputeRefusal.AlreadyAcknowledged or DisputeRefusal.NotYourTask))
            return new Problem(StatusCodes.Status409Conflict, code);
        var now = await Now(task.Seen.Stream, TaskStory.Of(await journal.ReadStream(task.Seen.Stream, 0), task.Task.Number).Card!);
        return new Problem(StatusCodes.Status409Conflict, code) { By = now.By, At = now.At, Tier = now.Tier, State = now.State };
    }

    /// <summary>Who has the case: whoever acknowledged it, else whoever was given it, else nobody.</summary>
    private async ValueTask<MovedOn> Now(StreamId stream, DisputeCard card)
    {
        var since = card.IsOpen ? card.By?.At ?? card.Assigned?.At ?? card.Ladder[^1].ToldAt : card.ChangedAt;
        var (role, responder, desk) = card.By is { } by ? (by.Role, by.Responder, by.Desk) : card.Assigned is { } assigned ? (RoleOf(stream, assigned.Responder), assigned.Responder, null) : ("", null, null);
        if (role.Length == 0) return new(null, since, card.Tier, card.State);
        var name = responder is { } who ? FieldRoles.MaskedName(secrets.KeysOf(stream.Instance), who) : null;
        return new(new(role, responder?.Value, name, await desks.NameOf(stream, desk)), since, card.Tier, card.State);
    }

    private string RoleOf(StreamId stream, ResponderId responder) =>
        places.RosterOf(stream.Instance).Find(responder) is { } known ? FieldRoles.RoleOf(known.Kind) : Actor.Rule;
}
