using GridActors.Places;

namespace GridActors.Tests.Places;

/// <summary>The default synthetic district, drawn once for all tests that only read it.</summary>
internal static class TestDistrict
{
    public const int Seed = 1;

    private static readonly Lazy<(Registry Registry, Roster Roster)> Drawn = new(() => SyntheticDistrict.Generate(Seed));

    public static Registry Registry => Drawn.Value.Registry;

    public static Roster Roster => Drawn.Value.Roster;

    /// <summary>The street with this short name.</summary>
    public static Street Street(string zh) => Registry.Streets.Single(s => s.Zh == zh);
}
