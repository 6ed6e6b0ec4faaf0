using GridActors.Disputes;
using GridActors.Journal;
using GridActors.OpsWeb.Disputes;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Field;

/// <summary>A task as somebody in the field may see it.</summary>
internal sealed record SeenTask(SeenCase Seen, TaskNumber Task, Responder Who, TaskStory Story)
{
    /// <summary>It was given to whoever asks; else it is a colleague's.</summary>
    public bool IsOwn => Story.HolderOf(Task.Number) == Who.Id;

    /// <summary>How their acts are signed.</summary>
    public Actor By => FieldRoles.ActorOf(Who);
}

/// <summary>
/// Finds tasks: one's own, and in the open partition those of colleagues who take work of the same place. Any other one does not exist, a sealed one for nobody but
/// whoever was given it.
/// </summary>
internal sealed class TaskDoor(CaseDoor cases, IRealmPlaces places)
{
    /// <exception cref="ProblemException">422 unknown responder; 404 unknown or invisible.</exception>
    public async ValueTask<SeenTask> Open(RealmView realm, string taskId, string responder)
    {
        var roster = places.RosterOf(realm.Instance);
        var who = FieldRoles.Known(roster, responder, "/responder");
        if (TaskNumber.Parse(taskId) is not { } task) throw new ProblemException(Problem.NotFound);
        var seen = await cases.Open(realm, task.CaseId);
        var story = TaskStory.Of(seen.Entries, task.Number);
        if (story.HolderOf(task.Number) is not { } holder) throw new ProblemException(Problem.NotFound);
        if (holder != who.Id && (seen.Stream.Partition == Partition.Sealed || !FieldRoles.TakesWorkOf(roster, seen.Card.Area, who.Id))) throw new ProblemException(Problem.NotFound);
        return new(seen, task, who, story);
    }
}
