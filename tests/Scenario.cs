using System.Collections.Immutable;
using GridActors.Journal;

namespace GridActors.Tests;

/// <summary>A rule test as a sentence: given what happened, when something is asked, then exactly these events, or this refusal, or nothing.</summary>
public sealed record Scenario<TState, TCommand, TEvent, TRefusal>(
    TState Initial, Func<TState, TEvent, TState> Evolve, Func<TState, TCommand, Decision<TEvent, TRefusal>> Decide, ImmutableArray<TEvent> History)
    where TEvent : class
    where TRefusal : struct, Enum
{
    public TState State => History.Aggregate(Initial, Evolve);

    public Asked When(TCommand command) => new(this, Decide(State, command));

    /// <summary>What the rule answered, still to be compared.</summary>
    public sealed record Asked(Scenario<TState, TCommand, TEvent, TRefusal> Before, Decision<TEvent, TRefusal> Answer)
    {
        /// <summary>The whole list of events, no more and no fewer; the scenario goes on from there.</summary>
        public Scenario<TState, TCommand, TEvent, TRefusal> Then(params TEvent[] events)
        {
            Assert.Null(Answer.Refusal);
            Assert.Equal(events, Answer.Events.AsEnumerable());
            return Before with { History = [.. Before.History, .. events] };
        }

        public void ThenRefused(TRefusal refusal)
        {
            Assert.Empty(Answer.Events);
            Assert.Equal(refusal, Answer.Refusal);
        }

        public void ThenNothing()
        {
            Assert.Empty(Answer.Events);
            Assert.Null(Answer.Refusal);
        }
    }
}
