using System.Collections.Immutable;
using GridActors.Journal;

namespace GridActors.LoadTest.Filling;

/// <summary>One command's way into a stream.</summary>
/// <param name="At">Realm time.</param>
/// <param name="Cause"><c>stream@version</c>, or empty for a person's act.</param>
internal sealed record Act(CommandId Command, DateTimeOffset At, string Cause = "")
{
    public BodyHash Body { get; init; }

    public VaultWrites Vault { get; init; } = VaultWrites.None;
}

/// <summary>A stream that only we write, folded as its grain folds it: new from its first event, one command after the other.</summary>
internal sealed class FilledStream<TState, TEvent>(Aggregate<TState, TEvent> aggregate, StreamId id, IJournal journal)
    where TState : class
    where TEvent : class
{
    private readonly SemaphoreSlim turn = new(1);
    private Folded<TState> now = Folded<TState>.Start(aggregate.Initial);

    /// <summary>Decides on the state and appends; answers the events with their versions, none when there was nothing new.</summary>
    /// <exception cref="InvalidOperationException">The store refused: somebody else writes the stream.</exception>
    public async Task<IReadOnlyList<(int Version, TEvent Happened)>> Record(Act act, Func<TState, ImmutableArray<TEvent>> decide)
    {
        await turn.WaitAsync();
        try
        {
            var before = now;
            var events = decide(before.State);
            if (events.IsEmpty) return [];
            var after = before;
            foreach (var happened in events) after = after.After(aggregate, happened, act.At, hashTag: 0);
            await Append(Request(act, before, after, events));
            now = after;
            return [.. events.Select((happened, n) => (before.Version + 1 + n, happened))];
        }
        finally
        {
            turn.Release();
        }
    }

    private AppendRequest Request(Act act, Folded<TState> before, Folded<TState> after, ImmutableArray<TEvent> events) => new()
    {
        Stream = id,
        ExpectedVersion = before.Version,
        Command = act.Command,
        Body = act.Body,
        At = act.At,
        Cause = act.Cause,
        TieRank = TieRank.Act,
        Events = [.. events.Select(EventCodec.Encode)],
        Cleared = [.. before.Armed.Except(after.Armed)],
        Armed = [.. after.Armed.Except(before.Armed)],
        Area = aggregate.AreaOf(after.State),
        Vault = act.Vault,
    };

    /// <summary>A store that is behind is asked again; a command that did land meanwhile is then known.</summary>
    private async Task Append(AppendRequest request)
    {
        const int triesMax = 20;
        for (var tries = 1; ; tries++)
        {
            try
            {
                var answer = await journal.Append(request);
                if (answer.Outcome is AppendOutcome.Accepted or AppendOutcome.Repeated) return;
                throw new InvalidOperationException($"the journal answered {answer.Outcome} to a stream that only we write");
            }
            catch (JournalUnavailableException) when (tries < triesMax)
            {
                await Task.Delay(TimeSpan.FromSeconds(JournalUnavailableException.RetryAfterSeconds), TimeProvider.System);
            }
        }
    }
}
