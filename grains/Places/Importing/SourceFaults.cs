namespace GridActors.Places;

/// <summary>A line of an imported file; lines count from 1, 0 is the file as a whole.</summary>
public readonly record struct SourceLine(string File, int Line)
{
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}

/// <summary>One thing that is wrong in an imported file, where, and what to do about it. Never holds a name or a phone.</summary>
/// <param name="Column">The column or property at fault; empty: the line as a whole.</param>
public sealed record SourceFault(SourceLine At, string Column, string Wrong, string Advice)
{
    public override string ToString() => $"{At}: {(Column.Length == 0 ? "" : Column + ": ")}{Wrong}. {Advice}.";
}

/// <summary>What is wrong in the files of one import: all of it counted, the first <see cref="KeptMax"/> kept. With any fault nothing is imported.</summary>
public sealed class SourceFaults
{
    /// <summary>Faults that are kept and shown; who has more will not read them all.</summary>
    public const int KeptMax = 100;

    private readonly List<SourceFault> kept = [];

    public long Count { get; private set; }

    public bool Any => Count > 0;

    public IReadOnlyList<SourceFault> Kept => kept;

    public void Add(SourceLine at, string column, string wrong, string advice)
    {
        Count++;
        if (kept.Count < KeptMax) kept.Add(new(at, column, wrong, advice));
    }
}
