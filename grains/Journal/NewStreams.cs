namespace GridActors.Journal;

/// <summary>
/// Streams that this process began and for which no grain has woken yet, each with its folded state: their first commands are decided here, without an
/// activation. One visitor at a time has a stream; a grain that wakes waits for a visit that is under way and takes the state along, and from then on the stream is the
/// grain's alone. What is forgotten is replayed from the journal. Safe to call from any thread.
/// </summary>
public sealed class NewStreams
{
    /// <summary>Streams kept, about 1 KB each; the oldest are forgotten first.</summary>
    private const int StreamsMax = 32_768;

    private readonly Lock gate = new();
    private readonly Dictionary<StreamId, Seat> seats = [];
    private readonly Queue<StreamId> inOrder = [];

    /// <summary>A visitor begins a stream; false when another is there already. Every visit ends with <see cref="Leave"/>.</summary>
    internal bool TryBegin(StreamId stream)
    {
        lock (gate)
        {
            if (!seats.TryAdd(stream, new())) return false;
            inOrder.Enqueue(stream);
            if (inOrder.Count > StreamsMax) ForgetOldest();
            return true;
        }
    }

    /// <summary>Begins a visit and answers the folded stream; null when it is not here, or visited.</summary>
    internal object? TryVisit(StreamId stream)
    {
        lock (gate)
        {
            if (!seats.TryGetValue(stream, out var seat) || seat.Folded is not { } folded) return null;
            seat.Folded = null;
            return folded;
        }
    }

    /// <summary>Ends a visit with the folded stream as it is now, or null: only the journal knows.</summary>
    internal void Leave(StreamId stream, object? folded)
    {
        TaskCompletionSource? waking;
        lock (gate)
        {
            var seat = seats[stream];
            (seat.Folded, waking) = (folded, seat.Waking);
            if (folded is null) seats.Remove(stream);
        }
        waking?.TrySetResult();
    }

    /// <summary>A grain wakes: answers the folded stream and forgets it, after the visit that is under way; null when only the journal knows.</summary>
    internal async ValueTask<object?> Wake(StreamId stream)
    {
        while (true)
        {
            Task visited;
            lock (gate)
            {
                if (!seats.TryGetValue(stream, out var seat)) return null;
                if (seat.Folded is { } folded)
                {
                    seats.Remove(stream);
                    return folded;
                }
                visited = (seat.Waking ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            await visited;
        }
    }

    private void ForgetOldest()
    {
        var oldest = inOrder.Dequeue();
        if (!seats.TryGetValue(oldest, out var seat)) return;
        if (seat.Folded is null) inOrder.Enqueue(oldest); // a grain that wakes must be able to wait for its visitor
        else seats.Remove(oldest);
    }

    /// <summary>One stream: its folded state, or none while a visitor has it.</summary>
    private sealed class Seat
    {
        public object? Folded { get; set; }

        public TaskCompletionSource? Waking { get; set; }
    }
}
