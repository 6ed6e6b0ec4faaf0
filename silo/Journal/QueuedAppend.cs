using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>A command on its way through its lane; its task is what the caller waits on.</summary>
internal sealed class QueuedAppend(AppendRequest request, long enteredAt) : TaskCompletionSource<AppendAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public AppendRequest Request { get; } = request;

    /// <summary>The monotonic timestamp at which it entered its lane.</summary>
    public long EnteredAt { get; } = enteredAt;

    /// <summary>What the store found; told to the caller after the commit.</summary>
    public AppendAnswer Answer { get; set; }

    /// <summary>Why this command alone could not be written, or null.</summary>
    public Exception? Failure { get; set; }

    public void Tell()
    {
        if (Failure is null) TrySetResult(Answer);
        else TrySetException(Failure);
    }
}
