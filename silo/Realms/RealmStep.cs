using GridActors.Journal;
using GridActors.Silo.Deadlines;
using GridActors.Silo.Following;

namespace GridActors.Silo.Realms;

/// <summary>
/// One step of a paused realm: to the next instant on its agenda that touches the open partition, running what is due there one item at a time, each with
/// all its follow-ups, in the order of contract §6.
/// </summary>
/// <param name="followers">The sealed partition's before the open one's: what is sealed may still ask something of an open case, never the other way.</param>
internal sealed class RealmStep(RealmClock clock, DueLoop due, IRealmPlay? play, IReadOnlyList<JournalFollower> followers, RealmDiary diary, CancellationToken stopping)
{
    private static readonly TimeSpan QuietPoll = TimeSpan.FromMilliseconds(1);

    /// <exception cref="InvalidOperationException">The realm is not paused.</exception>
    public async Task Take()
    {
        if (!clock.IsPaused) throw new InvalidOperationException("only a paused realm takes steps");
        using var turn = await due.TakeTurn();
        await Quiet();
        var touchedOpen = false;
        while (!touchedOpen && await NextAt() is { } instant)
        {
            await MoveTo(instant);
            while (await NextAt() is { } still && still <= instant)
            {
                foreach (var item in await ItemsAt(instant))
                {
                    await item.Run();
                    await Quiet();
                    await due.LookUpEarliest(); // let the clock pass what has fired
                    touchedOpen |= item.Partition == Partition.Open;
                }
            }
        }
        await diary.SetClock(clock);
        await Quiet();
    }

    private async Task MoveTo(DateTimeOffset instant)
    {
        await due.LookUpEarliest(); // a deadline that was taken back holds the clock no longer
        clock.SetTo(0, instant);
    }

    private async Task<DateTimeOffset?> NextAt()
    {
        var deadlines = await due.DueBy(DateTimeOffset.MaxValue);
        DateTimeOffset? deadline = deadlines.Count > 0 ? deadlines[0].Deadline.DueAt : null;
        var planned = play is null ? null : await play.NextAt();
        return deadline is null || planned < deadline ? planned : deadline;
    }

    private async Task<IReadOnlyList<PlayItem>> ItemsAt(DateTimeOffset instant)
    {
        var deadlines = (await due.DueBy(instant)).Select(row => (
            Item: new PlayItem(row.Deadline.DueAt, TieRank.Deadline, row.Partition, row.Stream, default, () => due.Fire(row)), row.Deadline.Kind, row.Deadline.SubjectId));
        var planned = play is null ? [] : (await play.TakeAt(instant)).Select(item => (Item: item, Kind: "", SubjectId: ""));
        return [.. deadlines.Concat(planned)
            .OrderBy(one => one.Item.At).ThenBy(one => one.Item.TieRank).ThenBy(one => one.Item.Partition).ThenBy(one => one.Item.Stream, StringComparer.Ordinal)
            .ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.SubjectId, StringComparer.Ordinal).ThenBy(one => one.Item.Command.Value)
            .Select(one => one.Item)];
    }

    /// <summary>Until the followers have caught up with the journal and nothing is on its way.</summary>
    private async Task Quiet()
    {
        while (!followers.All(follower => follower.IsQuiet)) await Task.Delay(QuietPoll, stopping);
    }
}
