using System.Security.Cryptography;
using System.Text;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;
using GridActors.Rules;

namespace GridActors.Tests.Planning;

/// <summary>A whole synthetic district that is played in memory; drawn once for all tests of this kind.</summary>
public static class PlayedDistrict
{
    public const string Instance = "demo-0001";

    private static readonly Lazy<(Registry Registry, Roster Roster)> District = new(() => SyntheticDistrict.Generate(seed: 1));

    public static Registry Registry => District.Value.Registry;

    public static Roster Roster => District.Value.Roster;

    /// <summary>A Tuesday, nine in the morning.</summary>
    public static readonly DateTimeOffset Start = new(2031, 5, 6, 1, 0, 0, TimeSpan.Zero);

    public static RealmKeys Keys(int seed) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"seed {seed}")));

    public static PlanningRun Run(int seed, DateTimeOffset from, double volume = AgendaPlan.DemoVolume, bool visits = false, bool keepsWrites = true, RuleSet? rules = null) => new(
        Keys(seed), rules ?? RuleSet.Shipped, Roster, new Agenda(Instance, new(seed, volume, visits), Keys(seed), Registry, Roster, from), from, keepsWrites);

    public static IReadOnlyList<PlannedWrite> Backlog(int seed) =>
        [.. GridActors.Planning.Backlog.Before(Start, Instance, new(seed), Keys(seed), RuleSet.Shipped, Registry, Roster).SelectMany(part => part)];
}
