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
        if (all.Count > 1) all.Sort((left, right) => Compare(left.Cause, left.FollowUp, right.Cause, right.FollowUp));
        return all;
    }

    /// <summary>Which of two follow-ups of one hop comes first; never equal for two of different ids.</summary>
    public static int Compare(JournalEntry leftCause, FollowUp left, JournalEntry rightCause, FollowUp right)
    {
        var order = leftCause.Stream.Partition.CompareTo(rightCause.Stream.Partition);
        if (order == 0) order = string.CompareOrdinal(leftCause.Stream.Name, rightCause.Stream.Name);
        if (order == 0) order = leftCause.Version.CompareTo(rightCause.Version);
        if (order == 0) order = string.CompareOrdinal(left.Name, right.Name);
        if (order == 0) order = string.CompareOrdinal(left.Target.Name, right.Target.Name);
        return order == 0 ? left.N.CompareTo(right.N) : order;
    }
}
