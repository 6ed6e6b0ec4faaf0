using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Places;

namespace GridActors.Planning;

/// <summary>
/// A played district's day: reports and visits as they come, and what people do about what happened. It is told every event of the open partition
/// (<see cref="Heard"/>) and says who does what next; it never asks a clock, so its whole state follows from the journal, the keys and where it
/// <see cref="ResumeAt"/>. Not for two threads at once.
/// </summary>
public sealed class Agenda
{
    /// <summary>After a restart, things that nobody waits for are sent again when they lie back no further than this; their ids tell repeats apart.</summary>
    private static readonly TimeSpan SentAgainAfterRestart = TimeSpan.FromMinutes(30);

    private const string CaseStreams = DisputeStream.Kind + "/";

    private readonly Arrivals arrivals;
    private readonly Reactions reactions;
    private readonly PriorityQueue<AgendaItem, AgendaPlace> queue = new();
    private readonly Dictionary<string, TrackedCase> cases = [];
    private readonly HashSet<CommandId> queued = [];
    private DateTimeOffset reportsFrom, visitsFrom;
    private long nextHour;

    /// <param name="instance">The realm instance whose streams the items are for.</param>
    /// <param name="from">Nothing comes of itself before this instant.</param>
    /// <param name="visitsFrom">No visits before this instant; null: from the start.</param>
    public Agenda(string instance, AgendaPlan plan, RealmKeys keys, Registry registry, Roster roster, DateTimeOffset from, DateTimeOffset? visitsFrom = null)
    {
        arrivals = new(instance, plan, keys, registry);
        reactions = new(keys, roster, new(registry));
        (reportsFrom, this.visitsFrom) = (from, visitsFrom ?? from);
        nextHour = Arrivals.HourOf(from);
    }

    /// <summary>How many cases are open, as far as it was told.</summary>
    public int OpenCases { get; private set; }

    /// <summary>
    /// Told the whole journal, the agenda goes on at <paramref name="now"/>: what people owe to a case as it stands is kept however late, the rest
    /// only when it is recent.
    /// </summary>
    public void ResumeAt(DateTimeOffset now)
    {
        (reportsFrom, visitsFrom) = (now - SentAgainAfterRestart, now);
        nextHour = Arrivals.HourOf(reportsFrom);
        var kept = queue.UnorderedItems.Where(pair => queued.Contains(pair.Element.Id) && Stands(pair.Element) && (pair.Element.AfterVersion is not null || pair.Element.At >= reportsFrom)).ToArray();
        queue.Clear();
        queued.Clear();
        foreach (var (item, _) in kept) Add(item);
    }

    /// <summary>Takes note of an event, and plans what people will do about it.</summary>
    public void Heard(JournalEntry entry)
    {
        if (entry.Stream.Partition != Partition.Open || !entry.Stream.Name.StartsWith(CaseStreams, StringComparison.Ordinal)) return;
        var happened = (DisputeEvent)EventCodec.Decode(entry);
        var before = cases.GetValueOrDefault(entry.Stream.Name) ?? TrackedCase.Unreported;
        var after = Dispute.Evolve(before.State, happened);
        OpenCases += (after is Dispute.Open ? 1 : 0) - (before.State is Dispute.Open ? 1 : 0);
        cases[entry.Stream.Name] = new(after, Reactions.MovesOn(happened) ? entry.Version : before.MovedAt);
        queued.Remove(entry.Command); // done already, before a restart
        foreach (var item in reactions.To(entry.Stream, entry.Version, after, happened)) Add(item);
    }

    /// <summary>Where the next item stands; never empty.</summary>
    public AgendaPlace Next
    {
        get
        {
            while (true)
            {
                while (queue.Count == 0 || queue.Peek().At >= Arrivals.StartOf(nextHour)) DrawHour();
                if (queued.Contains(queue.Peek().Id) && Stands(queue.Peek())) return AgendaPlace.Of(queue.Peek());
                queue.Dequeue();
            }
        }
    }

    /// <summary>Takes the next item off.</summary>
    public AgendaItem Take()
    {
        _ = Next;
        var item = queue.Dequeue();
        queued.Remove(item.Id);
        return item;
    }

    private void Add(AgendaItem item)
    {
        queue.Enqueue(item, AgendaPlace.Of(item));
        queued.Add(item.Id);
    }

    private void DrawHour()
    {
        foreach (var item in arrivals.In(nextHour++))
            if (item.At >= (item.TieRank == TieRank.Arrival ? reportsFrom : visitsFrom)) Add(item);
    }

    /// <summary>Whether the case is still as the act needs it.</summary>
    public bool Stands(AgendaItem item) =>
        item.TieRank == TieRank.Arrival || item.Command is not DisputeCommand
        || cases.TryGetValue(item.Target.Name, out var now) && (item.AfterVersion is { } version ? now.MovedAt == version : now.State is Dispute.Open);

    private sealed record TrackedCase(Dispute State, int MovedAt)
    {
        public static readonly TrackedCase Unreported = new(new Dispute.Unreported(), 0);
    }
}
