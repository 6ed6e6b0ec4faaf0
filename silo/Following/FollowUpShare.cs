using GridActors.Journal;

namespace GridActors.Silo.Following;

/// <summary>
/// How many ordinary follow-ups may be in flight: their full share of a batch when intake is calm, a trickle while a surge of reports comes in, so that a report
/// is never late for the sake of a task. Red and sealed ones do not ask here.
/// </summary>
internal sealed class FollowUpShare(Intake intake)
{
    private const int InFlightMax = 192;

    /// <summary>What goes on during a surge, so that follow-ups are slow but never stand still.</summary>
    private const int InFlightInSurgeMax = 8;

    private readonly SemaphoreSlim calm = new(InFlightMax);
    private readonly SemaphoreSlim surge = new(InFlightInSurgeMax);

    /// <summary>Waits for a place; dispose the answer to give it back.</summary>
    public async ValueTask<Place> Enter()
    {
        await calm.WaitAsync();
        if (!intake.IsSurging) return new(calm, null);
        await surge.WaitAsync();
        return new(calm, surge);
    }

    internal readonly struct Place(SemaphoreSlim? calm, SemaphoreSlim? surge) : IDisposable
    {
        public void Dispose()
        {
            surge?.Release();
            calm?.Release();
        }
    }
}
