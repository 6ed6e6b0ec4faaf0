using GridActors.Disputes;
using GridActors.Places;

namespace GridActors.OpsWeb.Board;

/// <summary>Which open cases each responder was given, kept equal to the cards.</summary>
internal sealed class HeldCases
{
    private readonly Dictionary<ResponderId, List<string>> byHolder = [];

    public IReadOnlyList<string> Of(ResponderId responder) => byHolder.TryGetValue(responder, out var cases) ? cases : [];

    /// <summary>A card became another; null: it was not there, or is no longer.</summary>
    public void Change(DisputeCard? before, DisputeCard? after)
    {
        var (from, to) = (before?.Assigned?.Responder, after?.Assigned?.Responder);
        if (from == to) return;
        if (from is { } former && byHolder.TryGetValue(former, out var left))
        {
            left.Remove(before!.CaseId);
            if (left.Count == 0) byHolder.Remove(former);
        }
        if (to is not { } holder) return;
        if (!byHolder.TryGetValue(holder, out var cases)) byHolder.Add(holder, cases = new(1));
        cases.Add(after!.CaseId);
    }
}
