using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Rules;

namespace GridActors.Silo.Following;

/// <summary>Which follow-ups do not yield to intake during a surge: those of red and of sealed cases.</summary>
internal static class Urgency
{
    public static bool IsUrgent(Partition partition, object happened) => partition == Partition.Sealed || happened switch
    {
        DisputeReported { Severity: Severity.Red } or DisputeTriaged { Severity: Severity.Red } => true,
        DisputeEscalated or DisputeAlarmed => true,
        _ => false,
    };
}
