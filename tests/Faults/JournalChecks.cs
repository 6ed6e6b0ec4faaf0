using GridActors.Following;
using GridActors.Journal;

namespace GridActors.Tests.Faults;

/// <summary>
/// What clients heard against what the journal holds, after Jepsen's checkers for logs: acknowledged and lost, executed twice, never sent, refused yet present,
/// out of order. Knows no store and no clock.
/// </summary>
internal static class JournalChecks
{
    /// <summary>Rows of people's acts have this rank and no cause.</summary>
    private static bool IsAnAct(JournalEntry entry) => entry is { TieRank: TieRank.Act, Cause: "", Stream.Kind: "dispute" };

    /// <summary>All checks of both partitions' rows (each in position order) against what was sent.</summary>
    public static Findings Run(IReadOnlyList<Sent> sent, IReadOnlyList<JournalEntry> open, IReadOnlyList<JournalEntry> sealedOnes)
    {
        var found = new Findings();
        var rows = open.Concat(sealedOnes).ToList();
        var byCommand = rows.ToLookup(entry => (entry.Stream.Name, entry.Command.ToString()));
        LostOrRefused(sent, byCommand, found);
        Doubled(rows, found);
        Phantoms(sent, rows, found);
        foreach (var partition in (ReadOnlySpan<IReadOnlyList<JournalEntry>>)[open, sealedOnes]) Gaps(partition, found);
        Versions(rows, found);
        foreach (var partition in (ReadOnlySpan<IReadOnlyList<JournalEntry>>)[open, sealedOnes]) Order(sent, partition, found);
        return found;
    }

    /// <summary>Follow-ups of the rows that no stream has heard of. <paramref name="known"/> = the commands table and what is parked.</summary>
    public static void Unfollowed(IReadOnlyList<JournalEntry> rows, RealmKeys keys, Func<string, CommandId, bool> known, Findings found)
    {
        foreach (var entry in rows)
            foreach (var followUp in FollowUps.Of(entry.Stream, EventCodec.Decode(entry)))
                if (!known(followUp.Target.Name, FollowUps.Envelope(followUp, entry, keys, atCausesInstant: false).Id))
                    found.Add(Wrong.Unfollowed, $"{followUp.Name} of {entry.AsCause} at {followUp.Target.Name}");
    }

    private static void LostOrRefused(IReadOnlyList<Sent> sent, ILookup<(string, string), JournalEntry> byCommand, Findings found)
    {
        foreach (var one in sent)
        {
            var there = byCommand[(one.Stream, one.CommandId)].ToList();
            if (one.Divergent) found.Add(Wrong.Divergent, $"{one.Act} {one.Stream}");
            if (one.Outcome == Outcome.Acknowledged && there.Count == 0) found.Add(Wrong.Lost, $"{one.Act} {one.Stream} {one.CommandId}");
            if (one.Outcome == Outcome.Refused && there.Count > 0) found.Add(Wrong.RefusedYetPresent, $"{one.Act} {there[0].AsCause}");
            if (one is { Outcome: Outcome.Acknowledged, Version: { } version } && there.Count > 0 && there[^1].Version != version)
                found.Add(Wrong.Divergent, $"{one.Act} {one.Stream}: told version {version}, stands at {there[^1].Version}");
        }
    }

    /// <summary>A command's rows stand side by side, ordinals from 0; whatever else was executed more than once.</summary>
    private static void Doubled(List<JournalEntry> rows, Findings found)
    {
        foreach (var command in rows.GroupBy(entry => (entry.Stream.Name, entry.Command)))
        {
            var ordinal = 0;
            foreach (var entry in command)
                if (entry.Ordinal != ordinal++) found.Add(Wrong.Duplicated, $"{entry.Name} {entry.AsCause}");
        }
        var fired = rows.Where(entry => entry is { TieRank: TieRank.Deadline, Ordinal: 0 } && entry.Cause.StartsWith($"{entry.Stream.Name}@", StringComparison.Ordinal));
        foreach (var deadline in fired.GroupBy(entry => (entry.Cause, entry.Name)).Where(group => group.Count() > 1))
            found.Add(Wrong.Duplicated, $"{deadline.Key.Name} by one deadline of {deadline.Key.Cause}, {deadline.Count()} times");
        foreach (var begun in rows.Where(entry => entry.Name == "dispute-reported").GroupBy(entry => entry.Stream.Name).Where(group => group.Count() > 1))
            found.Add(Wrong.Duplicated, $"{begun.Key} was reported {begun.Count()} times");
    }

    private static void Phantoms(IReadOnlyList<Sent> sent, List<JournalEntry> rows, Findings found)
    {
        var known = sent.Select(one => (one.Stream, one.CommandId)).ToHashSet();
        foreach (var entry in rows.Where(entry => IsAnAct(entry) && !known.Contains((entry.Stream.Name, entry.Command.ToString()))))
            found.Add(Wrong.Phantom, $"{entry.Name} {entry.AsCause}");
    }

    private static void Gaps(IReadOnlyList<JournalEntry> partition, Findings found)
    {
        var expected = 1L;
        foreach (var entry in partition)
        {
            if (entry.Position != expected) found.Add(Wrong.Gap, $"{expected} (then comes {entry.Position})");
            expected = entry.Position + 1;
        }
    }

    private static void Versions(List<JournalEntry> rows, Findings found)
    {
        foreach (var stream in rows.GroupBy(entry => (entry.Stream.Partition, entry.Stream.Name)))
        {
            var version = 0;
            foreach (var entry in stream)
                if (entry.Version != ++version) found.Add(Wrong.Reordered, $"{entry.AsCause} stands where version {version} should");
        }
    }

    /// <summary>What was acknowledged before something else was first sent stands before it.</summary>
    private static void Order(IReadOnlyList<Sent> sent, IReadOnlyList<JournalEntry> partition, Findings found)
    {
        var byCommand = sent.ToLookup(one => (one.Stream, one.CommandId));
        var acknowledgedLater = long.MaxValue;
        for (var i = partition.Count - 1; i >= 0; i--)
            foreach (var one in byCommand[(partition[i].Stream.Name, partition[i].Command.ToString())])
            {
                if (acknowledgedLater < one.InvokedAt) found.Add(Wrong.Reordered, $"{one.Act} at {partition[i].Position} stands before what was acknowledged before it was sent");
                acknowledgedLater = Math.Min(acknowledgedLater, one.AcknowledgedAt);
            }
    }
}
