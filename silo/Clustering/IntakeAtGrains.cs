using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.Silo.Clustering;

/// <summary>Where reports come in at other processes, this one's share of them is counted at their grains, so that its other work steps back during a surge.</summary>
internal sealed class IntakeAtGrains(Intake intake) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not DisputeGrain || context.Request.GetArgumentCount() < 2 || context.Request.GetArgument(1) is not ReportDispute)
        {
            await context.Invoke();
            return;
        }
        intake.Enter();
        try
        {
            await context.Invoke();
        }
        finally
        {
            intake.Leave();
        }
    }
}
