namespace GridActors.LoadTest.Bench;

/// <summary>What clients were told beside what the journal holds: none lost, none twice.</summary>
/// <param name="Lost">Cases that a client was told of and the journal does not have.</param>
/// <param name="Twice">Reports that are in the journal once too often, be it under one case or under two.</param>
internal sealed record ReportedTally(long Lost, long Twice)
{
    /// <param name="told">The case of every person's report, as answered; two people never share one.</param>
    /// <param name="written">The case of every report row in the journal, one a row.</param>
    public static ReportedTally Of(IReadOnlyCollection<string> told, IReadOnlyCollection<string> written)
    {
        var cases = written.ToHashSet(StringComparer.Ordinal);
        var answered = told.ToHashSet(StringComparer.Ordinal);
        var lost = answered.Count(one => !cases.Contains(one)) + (told.Count - answered.Count);
        return new(lost, written.Count - answered.Count(cases.Contains));
    }
}
