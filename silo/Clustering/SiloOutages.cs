using GridActors.Journal;
using GridActors.Silo.Following;

namespace GridActors.Silo.Clustering;

/// <summary>
/// Calls of a web node to grains whose silo is gone, stopping or not yet known to be either: sent again for a moment (every command has its id, so it is carried out
/// once), then answered as a store that is away, which callers are told to come back to.
/// </summary>
internal sealed class SiloOutages(SiloLink link, TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>How long a call is sent again: somewhat more than it takes to notice that a silo was stopped or killed.</summary>
    private static readonly TimeSpan TryFor = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!context.InterfaceType.ToString()!.StartsWith(nameof(GridActors), StringComparison.Ordinal))
        {
            await context.Invoke(); // Orleans' own, which finds the silos in the first place
            return;
        }
        var began = time.GetTimestamp();
        while (true)
        {
            if (!link.HasBeenUp) throw new JournalUnavailableException("no silo can be reached");
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception away) when (away is not JournalUnavailableException && Outage.Is(away))
            {
                if (time.GetElapsedTime(began) > TryFor) throw new JournalUnavailableException("the silo that answers for it cannot be reached at the moment", away);
            }
            await Task.Delay(Pause, time);
        }
    }
}
