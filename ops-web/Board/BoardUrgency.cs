using GridActors.Disputes;

namespace GridActors.OpsWeb.Board;

/// <summary>Most urgent first: by severity, then what alarms, then the earliest clock.</summary>
internal sealed class BoardUrgency : IComparer<DisputeCard>
{
    public static readonly BoardUrgency Order = new();

    public int Compare(DisputeCard? x, DisputeCard? y)
    {
        var bySeverity = x!.Severity.CompareTo(y!.Severity);
        if (bySeverity != 0) return bySeverity;
        var byAlarm = (y.AlarmingSince is not null).CompareTo(x.AlarmingSince is not null);
        if (byAlarm != 0) return byAlarm;
        var byDue = Nullable.Compare(x.Due?.At, y.Due?.At);
        return byDue != 0 ? byDue : string.CompareOrdinal(x.CaseId, y.CaseId);
    }
}
