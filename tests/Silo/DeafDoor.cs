using System.Collections.Concurrent;
using GridActors.Following;
using GridActors.Journal;

namespace GridActors.Tests.Silo;

/// <summary>The door to the grains, with targets that answer nothing but errors, and a record of what was sent.</summary>
public sealed class DeafDoor(IGrainFactory grains) : IStreamDoor
{
    private readonly GrainDoor door = new(grains);

    /// <summary>The stream name that fails; empty: none.</summary>
    public string Deaf { get; set; } = "";

    /// <summary>While this is held nothing goes through; null: nothing is held.</summary>
    public TaskCompletionSource? Held { get; set; }

    public ConcurrentQueue<(StreamId Target, object Command)> Sent { get; } = new();

    public async Task<(AnswerKind Kind, string? Refusal)> Send(StreamId target, CommandEnvelope envelope, object command)
    {
        Sent.Enqueue((target, command));
        if (Held is { } held) await held.Task;
        return target.Name == Deaf ? throw new InvalidOperationException("poisoned") : await door.Send(target, envelope, command);
    }
}
