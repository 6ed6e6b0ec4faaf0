namespace GridActors.Tests.Faults;

/// <summary>What the checkers found wrong, by kind; none of it may ever be found.</summary>
internal sealed class Findings
{
    /// <summary>Sentences kept of one kind; the rest are counted.</summary>
    private const int ExamplesMax = 5;

    private readonly SortedDictionary<string, (int Count, List<string> Examples)> found = new(StringComparer.Ordinal);

    public int this[string kind] => found.TryGetValue(kind, out var all) ? all.Count : 0;

    public bool IsEmpty => found.Count == 0;

    public void Add(string kind, string example)
    {
        var (count, examples) = found.TryGetValue(kind, out var all) ? all : (0, []);
        if (examples.Count < ExamplesMax) examples.Add(example);
        found[kind] = (count + 1, examples);
    }

    public override string ToString() => IsEmpty
        ? "nothing lost, doubled, made up or out of order"
        : string.Join("\n", found.Select(kind => $"{kind.Key}: {kind.Value.Count}, such as\n    {string.Join("\n    ", kind.Value.Examples)}"));
}

/// <summary>The kinds of wrong that are looked for.</summary>
internal static class Wrong
{
    public const string Lost = "acknowledged and lost";
    public const string Duplicated = "executed twice";
    public const string Phantom = "in the journal and never sent";
    public const string RefusedYetPresent = "refused yet present";
    public const string Divergent = "answered differently when sent again";
    public const string Reordered = "out of order";
    public const string Gap = "position missing";
    public const string NonMonotonic = "read back differently";
    public const string Unfollowed = "follow-up skipped";
    public const string NotWhole = "journal verify";
    public const string BoardMissing = "missing on the board";
    public const string BoardTwice = "twice on the board";
    public const string BoardDiffers = "rebuilt board differs";
}
