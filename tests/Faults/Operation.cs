namespace GridActors.Tests.Faults;

/// <summary>What a client knows of an operation in the end.</summary>
internal enum Outcome
{
    /// <summary>Answered 2xx: it must be in the journal, for ever, once.</summary>
    Acknowledged,

    /// <summary>Answered with a rule's no (409, 412): it must not be in the journal.</summary>
    Refused,

    /// <summary>No answer, or 503: it may be there once or not at all.</summary>
    Unknown,
}

/// <summary>One sending of an operation. Instants are monotonic timestamps; no status = the answer was lost.</summary>
internal sealed record Attempt(long InvokedAt, long AnsweredAt, int? Status, string? CaseId, string? Receipt, int? Version);

/// <summary>One thing a client wants done, sent until it is answered or given up; every sending has the same key and body.</summary>
/// <param name="Act"><c>report</c> or a case command.</param>
/// <param name="CaseId">The case a command is for; null for a report.</param>
internal sealed record Operation(int Number, string Act, string Key, string? CaseId, string Body, string? IfMatch)
{
    private readonly List<Attempt> attempts = [];

    public string Path => CaseId is null ? "/api/reports" : $"/api/cases/{CaseId}/{Act}";

    /// <summary>The words of the route that the command's id is made from.</summary>
    public string Route => $"POST {Path}";

    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (attempts) return [.. attempts];
        }
    }

    public void Note(Attempt attempt)
    {
        lock (attempts) attempts.Add(attempt);
    }

    public Outcome Outcome => Attempts switch
    {
        var all when all.Any(one => one.Status is >= 200 and < 300) => Outcome.Acknowledged,
        [.., { Status: 409 or 412 }] => Outcome.Refused,
        _ => Outcome.Unknown,
    };
}
