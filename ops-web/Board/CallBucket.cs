using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace GridActors.OpsWeb.Board;

/// <summary>Each connection may call so often and no more; one that goes on is cut off.</summary>
internal sealed class CallBucket : IHubFilter
{
    /// <summary>Calls that a connection may make at once.</summary>
    private const int CallsAtOnceMax = 20;

    private const int CallsPerSecondMax = 5;

    /// <summary>Calls refused before the connection is cut.</summary>
    private const int RefusedCallsMax = 100;

    private const string BucketItem = "calls", RefusedItem = "refused-calls";

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var items = invocationContext.Context.Items;
        if (((TokenBucketRateLimiter)items[BucketItem]!).AttemptAcquire().IsAcquired) return next(invocationContext);
        var refused = (int)(items[RefusedItem] ?? 0) + 1;
        items[RefusedItem] = refused;
        if (refused > RefusedCallsMax) invocationContext.Context.Abort();
        throw new HubException("called too often: too-many-calls");
    }

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[BucketItem] = new TokenBucketRateLimiter(new()
        {
            TokenLimit = CallsAtOnceMax,
            TokensPerPeriod = CallsPerSecondMax,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
        return next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        await next(context, exception);
        (context.Context.Items[BucketItem] as TokenBucketRateLimiter)?.Dispose();
    }
}
