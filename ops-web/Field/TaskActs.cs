using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Silo.Vault;

namespace GridActors.OpsWeb.Field;

/// <summary>Takes what is done in the field to its case, or to the responder's own list, and says what came of it.</summary>
internal sealed class TaskActs(IGrainFactory grains, IRealmSecrets secrets, IRealmPlaces places, IVault vault, TaskDoor door, CaseCommands cases, TaskWords words, TimeProvider time)
{
    /// <summary>The key of an act by its route: the same words for every task, so that nothing of it is in them but its id.</summary>
    public static string RouteOf(TaskNumber task, string command) => $"POST /api/tasks/{task}/{command}";

    /// <summary>An act on the case. <paramref name="ifMatch"/>: whether a stale <c>If-Match</c> matters.</summary>
    public async Task<IResult> Run<TBody>(HttpContext http, string taskId, string command, bool ifMatch, Func<CaseAct, TBody, int, ValueTask<TaskCommand>> commandOf)
        where TBody : IFieldBody
    {
        var realm = http.InventedRealm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<TBody>(CaseCommands.BodyBytesMax);
        var match = ifMatch ? IfMatch.Of(http, required: false) : null;
        var device = DeviceClock.Of(body.Value.DeviceAt, time.GetUtcNow());
        var task = await door.Open(realm, taskId, body.Value.Responder);
        var keys = secrets.KeysOf(realm.Instance);
        var act = new CaseAct(task.Seen, keys.PersonsCommand("", RouteOf(task.Task, command), key), keys, vault, places);
        act.SignAs(task.By);
        var asked = await commandOf(act, body.Value, task.Task.Number) with { DeviceAt = device.At };
        return await Send(http, task, act, body.Hash(keys), match, asked, device.Says);
    }

    /// <summary>Sends an act whose texts are sealed.</summary>
    public async Task<IResult> Send(HttpContext http, SeenTask task, CaseAct act, BodyHash body, string? match, TaskCommand asked, ClockSays clock, string? photo = null)
    {
        var answer = await cases.Send(task.Seen.Stream, new() { Id = act.Id, Body = body, IfMatch = match, Vault = act.Writes }, asked);
        return answer.Kind switch
        {
            AnswerKind.OtherBody or AnswerKind.Stale => await cases.Told(http, task.Seen, answer),
            AnswerKind.Refused => await words.Refused(task, answer.Refusal!.Value),
            _ => await words.Done(http, task, act.Id, answer, asked, clock, photo),
        };
    }

    /// <summary>A receipt goes to the responder's own list; nothing of the case changes.</summary>
    public async Task<IResult> Receipt(HttpContext http, string taskId, string command, Func<TaskNumber, ResponderCommand> commandOf)
    {
        var realm = http.InventedRealm();
        var key = IdempotencyKey.Of(http);
        var body = await http.ReadBody<FieldBody>(CaseCommands.BodyBytesMax);
        var device = DeviceClock.Of(body.Value.DeviceAt, time.GetUtcNow());
        var task = await door.Open(realm, taskId, body.Value.Responder);
        if (!task.IsOwn) return await words.Refused(task, DisputeRefusal.NotYourTask);
        if (task.Story.HasMovedOn(task.Task.Number)) return await words.Refused(task, task.Seen.Card.IsOpen ? DisputeRefusal.TaskMovedOn : DisputeRefusal.CaseOver);
        var keys = secrets.KeysOf(realm.Instance);
        var stream = ResponderStream.Of(task.Seen.Stream, task.Who.Id);
        var answer = await GrainsByKey<IResponderGrain>.Of(grains, stream.GrainKey)
            .Handle(new() { Id = keys.PersonsCommand("", RouteOf(task.Task, command), key), Body = body.Hash(keys) }, commandOf(task.Task)).WaitAsync(CaseCommands.AnswerWaitMax, time);
        return answer.Kind switch
        {
            AnswerKind.OtherBody => Problem.OtherBody,
            AnswerKind.Refused => await words.Refused(task, DisputeRefusal.NotYourTask),
            _ => words.Received(task, device.Says),
        };
    }
}
