using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>What a rule answers: events, a refusal, or nothing new.</summary>
public readonly record struct Decision<TEvent, TRefusal>(ImmutableArray<TEvent> Events, TRefusal? Refusal)
    where TRefusal : struct, Enum
{
    /// <summary>What was asked is already so; nothing is recorded.</summary>
    public static Decision<TEvent, TRefusal> NothingNew => new([], null);

    public static Decision<TEvent, TRefusal> Accept(params ReadOnlySpan<TEvent> events) => new([.. events], null);

    public static Decision<TEvent, TRefusal> Refuse(TRefusal refusal) => new([], refusal);
}

public enum AnswerKind
{
    /// <summary>Recorded now.</summary>
    Done,

    /// <summary>Was so already; remembered.</summary>
    NothingNew,

    /// <summary>Seen before; the first answer stands.</summary>
    Repeated,

    /// <summary>The rule says no.</summary>
    Refused,

    /// <summary>The caller's version is not the current one.</summary>
    Stale,

    /// <summary>The key was used with another body.</summary>
    OtherBody,
}

/// <summary>What a grain answers to a command. <see cref="ETag"/> names the stream's state after it.</summary>
[GenerateSerializer, Immutable, Alias("answer`1")]
public readonly record struct Answer<TRefusal>(
    [property: Id(0)] AnswerKind Kind, [property: Id(1)] int Version, [property: Id(2)] string ETag, [property: Id(3)] TRefusal? Refusal)
    where TRefusal : struct, Enum;
