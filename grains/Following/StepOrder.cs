using GridActors.Journal;

namespace GridActors.Following;

/// <summary>One follow-up of one entry, waiting for its turn in a step.</summary>
public sealed record StepFollowUp(JournalEntry Cause, FollowUp FollowUp);

/// <summary>In what order a step runs the follow-ups of one hop, one at a time: cause (stream, then version), name, target, n (contract §6).</summary>
public static class StepOrder
{
    /// <summary>The follow-ups of a hop's entries, in their order; the entries that these make are the next hop.</summary>
    public static IReadOnlyList<StepFollowUp> Of(IEnumerable<JournalEntry> hop)
    {
        List<StepFollowUp>? all = null;
        foreach (var entry in hop)
            foreach (var followUp in FollowUps.Of(entry.Stream, EventCodec.Decode(entry)))
                (all ??= []).Add(new(entry, followUp));
        if (all is null) return [];
        if (all.Count > 1) all.Sort(Compare);
        return all;
    }

    private static int Compare(StepFollowUp left, StepFollowUp right)
    {
        var order = left.Cause.Stream.Partition.CompareTo(right.Cause.Stream.Partition);
        if (order == 0) order = string.CompareOrdinal(left.Cause.Stream.Name, right.Cause.Stream.Name);
        if (order == 0) order = left.Cause.Version.CompareTo(right.Cause.Version);
        if (order == 0) order = string.CompareOrdinal(left.FollowUp.Name, right.FollowUp.Name);
        if (order == 0) order = string.CompareOrdinal(left.FollowUp.Target.Name, right.FollowUp.Target.Name);
        return order == 0 ? left.FollowUp.N.CompareTo(right.FollowUp.N) : order;
    }
}
