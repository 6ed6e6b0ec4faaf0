using System.Collections.Immutable;

namespace GridActors.Journal;

/// <summary>A deadline as a state wants it: what kind, of what, when.</summary>
public readonly record struct Wanted(string Kind, string SubjectId, DateTimeOffset DueAt);

/// <summary>Keeps a stream's armed deadlines in step with its state: what stays keeps the version that armed it.</summary>
public static class Deadlines
{
    /// <summary>The armed deadlines after the event that made the stream's <paramref name="version"/>.</summary>
    public static ImmutableArray<Deadline> After(ImmutableArray<Deadline> armed, ImmutableArray<Wanted> wanted, int version)
    {
        if (armed.IsEmpty && wanted.IsEmpty) return [];
        var next = ImmutableArray.CreateBuilder<Deadline>(wanted.Length);
        foreach (var want in wanted)
        {
            var kept = armed.FirstOrDefault(deadline => deadline.Kind == want.Kind && deadline.SubjectId == want.SubjectId && deadline.DueAt == want.DueAt);
            next.Add(kept.Kind is null ? new(want.Kind, want.SubjectId, want.DueAt, version) : kept);
        }
        return next.MoveToImmutable();
    }
}
