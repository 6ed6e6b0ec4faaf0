using GridActors.Journal;

namespace GridActors.Tests.Faults;

/// <summary>An operation as the journal would know it: its stream and its command's id, and what its client heard.</summary>
/// <param name="InvokedAt">When it was first sent; <see cref="long.MaxValue"/> never happens.</param>
/// <param name="AcknowledgedAt">When the first 2xx arrived; <see cref="long.MaxValue"/> when none did.</param>
/// <param name="Version">The version the answer named, when it named one.</param>
/// <param name="Divergent">Two of its answers told different stories.</param>
internal sealed record Sent(string Act, string Stream, string CommandId, Outcome Outcome, long InvokedAt, long AcknowledgedAt, int? Version, bool Divergent)
{
    public static Sent Of(Operation operation, RealmKeys keys)
    {
        var attempts = operation.Attempts;
        var told = attempts.Where(one => one.Status is >= 200 and < 300).ToList();
        var caseId = operation.CaseId ?? keys.CaseId("", operation.Key);
        return new(
            operation.Act, $"dispute/{caseId}", keys.PersonsCommand("", operation.Route, operation.Key).ToString(), operation.Outcome,
            attempts.Count == 0 ? long.MaxValue : attempts[0].InvokedAt, told.Count == 0 ? long.MaxValue : told.Min(one => one.AnsweredAt), told.Select(one => one.Version).FirstOrDefault(),
            told.Select(one => (one.CaseId, one.Receipt, one.Version)).Distinct().Count() > 1 || told.Any(one => one.CaseId != caseId));
    }
}
