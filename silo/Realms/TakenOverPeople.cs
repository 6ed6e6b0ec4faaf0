using GridActors.Buildings;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;
using GridActors.Responders;

namespace GridActors.Silo.Realms;

/// <summary>The simulated people whom a person plays: what stood on the agenda for them is not done.</summary>
internal sealed class TakenOverPeople
{
    private readonly HashSet<string> taken = [];

    public void Heard(JournalEntry entry)
    {
        if (entry.Name != "responder-taken-over" || EventCodec.Decode(entry) is not ResponderTakenOver happened) return;
        if (happened.Taken) taken.Add(entry.Stream.Id);
        else taken.Remove(entry.Stream.Id);
    }

    /// <summary>Whether the act is one of theirs.</summary>
    public bool Act(AgendaItem item) => taken.Count > 0 && (item.Command is ResponderCommand ? item.Target.Id : ActorOf(item.Command)?.Responder?.Value) is { } who && taken.Contains(who);

    private static Actor? ActorOf(object command) => command switch
    {
        TaskCommand it => it.By,
        AcknowledgeDispute it => it.By,
        NoteDispute it => it.By,
        SettleDispute it => it.By,
        ReleaseDispute it => it.By,
        LevelUpDispute it => it.By,
        LevelDownDispute it => it.By,
        AcceptDispute it => it.By,
        RefuseDispute it => it.By,
        TriageDispute it => it.By,
        AssignDispute it => it.By,
        WithdrawDispute it => it.By,
        CloseDispute it => it.By,
        ReopenDispute it => it.By,
        AnswerHelp it => it.By,
        RecordVisit it => it.By,
        _ => null,
    };
}
