using Microsoft.AspNetCore.SignalR;

namespace GridActors.OpsWeb.Board;

/// <summary>Each connection may call so often and no more; one that goes on is cut off.</summary>
internal sealed class CallBucket(TimeProvider time) : IHubFilter
{
    /// <summary>Calls that a connection may make at once.</summary>
    private const int CallsAtOnceMax = 20;

    private const int CallsPerSecondMax = 5;

    /// <summary>Calls refused before the connection is cut.</summary>
    private const int RefusedCallsMax = 100;

    private const string BucketItem = "calls";

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var bucket = (Bucket)invocationContext.Context.Items[BucketItem]!;
        if (bucket.TryTake(time.GetTimestamp(), time)) return next(invocationContext);
        if (++bucket.Refused > RefusedCallsMax) invocationContext.Context.Abort();
        throw new HubException("called too often: too-many-calls");
    }

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[BucketItem] = new Bucket(time.GetTimestamp());
        return next(context);
    }

    /// <summary>Filled when it is asked, not by a timer of its own: there are as many as connections. A connection's calls come one after the other.</summary>
    private sealed class Bucket(long asked)
    {
        private double calls = CallsAtOnceMax;

        public int Refused { get; set; }

        public bool TryTake(long now, TimeProvider time)
        {
            calls = Math.Min(CallsAtOnceMax, calls + time.GetElapsedTime(asked, now).TotalSeconds * CallsPerSecondMax);
            asked = now;
            if (calls < 1) return false;
            calls--;
            return true;
        }
    }
}
