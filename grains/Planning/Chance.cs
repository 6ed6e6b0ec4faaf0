using GridActors.Journal;

namespace GridActors.Planning;

/// <summary>Chance keyed by what it is about, never by a counter: the same stream and version always draw the same, in any order.</summary>
internal readonly record struct Chance(RealmKeys Keys, string Stream, int Version)
{
    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Unit(string purpose, int n = 0) => Keys.Draw(purpose, Stream, Version, n);

    public double Between(double from, double to, string purpose, int n = 0) => from + (to - from) * Unit(purpose, n);

    public TimeSpan Minutes(double from, double to, string purpose, int n = 0) => TimeSpan.FromMinutes(Between(from, to, purpose, n));

    public T OneOf<T>(IReadOnlyList<T> choices, string purpose, int n = 0) => choices[(int)(Unit(purpose, n) * choices.Count)];
}
