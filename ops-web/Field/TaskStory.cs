using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.OpsWeb.Field;

/// <summary>A case's entries read for one of its tasks: who had which, how far the task came, and the card they end with.</summary>
/// <param name="Holders">Who was given the case's tasks; the first had number 1.</param>
/// <param name="Stage">How far the task of that number came.</param>
internal sealed record TaskStory(DisputeCard? Card, IReadOnlyList<ResponderId> Holders, TaskStage Stage)
{
    public static TaskStory Of(IEnumerable<JournalEntry> entries, int number)
    {
        DisputeCard? card = null;
        var (holders, stage) = (new List<ResponderId>(), TaskStage.Offered);
        foreach (var entry in entries)
        {
            var happened = (DisputeEvent)EventCodec.Decode(entry);
            card = DisputeCardFold.Evolve(card, entry, happened);
            if (happened is DisputeAssigned assigned) holders.Add(assigned.Responder);
            if (happened is DisputeTaskHandedOver over) holders.Add(over.To);
            if (card.Task is { } task && task.Number == number) stage = task.Stage;
        }
        return new(card, holders, stage);
    }

    /// <summary>Whose task of the number it was; null: there is none yet.</summary>
    public ResponderId? HolderOf(int number) => number <= Holders.Count ? Holders[number - 1] : null;

    /// <summary>The case's task is another by now, or nobody's.</summary>
    public bool HasMovedOn(int number) => Card?.Task?.Number != number;
}
