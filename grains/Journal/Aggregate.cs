using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>How one kind of stream is folded, without its types: what the base grain, verification and planning share.</summary>
public interface IAggregate
{
    /// <summary>The first half of its streams' names: <c>dispute</c>, <c>cell</c>, …</summary>
    string Kind { get; }

    object InitialState { get; }

    object Evolve(object state, object happened);

    /// <summary>The deadlines the state wants armed.</summary>
    ImmutableArray<Wanted> DeadlinesOf(object state);

    /// <summary>The area written beside the state's deadlines.</summary>
    string AreaOf(object state);

    Type StateType { get; }
}

/// <summary>A kind of stream: its initial state and its pure functions.</summary>
public sealed record Aggregate<TState, TEvent>(
    string Kind, TState Initial, Func<TState, TEvent, TState> Evolve, Func<TState, ImmutableArray<Wanted>> DeadlinesOf, Func<TState, string> AreaOf) : IAggregate
    where TState : class
    where TEvent : class
{
    object IAggregate.InitialState => Initial;

    Type IAggregate.StateType => typeof(TState);

    object IAggregate.Evolve(object state, object happened) => Evolve((TState)state, (TEvent)happened);

    ImmutableArray<Wanted> IAggregate.DeadlinesOf(object state) => DeadlinesOf((TState)state);

    string IAggregate.AreaOf(object state) => AreaOf((TState)state);
}
