using System.Text.RegularExpressions;

namespace GridActors.Tests.Habits;

/// <summary>Rules and planning read nothing but what they are given: no clock, no chance of their own, no files, no network, no threads.</summary>
public sealed partial class PurityTests
{
    private static readonly string[] PureFolders = ["Disputes", "Cells", "Buildings", "Responders", "Rules", "Planning", "Following", "Realms"];

    [Fact]
    public void A_rule_asks_no_clock_no_chance_and_no_outside_world()
    {
        var impure = Repository.Files("grains", ".cs")
            .Where(file => PureFolders.Contains(file.Folder) && !file.Path.EndsWith("Grain.cs", StringComparison.Ordinal) && !file.Path.EndsWith("Door.cs", StringComparison.Ordinal))
            .SelectMany(file => Outside().Matches(file.Text).Select(match => $"{file}: {match.Value}"))
            .Where(found => !found.Contains("RuleSet.cs: GetManifestResourceStream", StringComparison.Ordinal)); // the ladder that comes with the build
        Assert.Empty(impure);
    }

    [Fact]
    public void A_grain_has_no_rule_in_it()
    {
        foreach (var grain in Repository.Files("grains", "Grain.cs").Where(file => PureFolders.Contains(file.Folder)))
            Assert.DoesNotContain("rules.", grain.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"\bTimeProvider\b|\bStopwatch\b|\bUtcNow\b|\bDateTimeOffset\.Now\b|\bIRealmClocks\b|\bnew Random\b|\bRandomNumberGenerator\b|\bGuid\.|(?<!\.)\bFile\.[A-Z]\w+\(|\bDirectory\.|\bHttpClient\b|\bSocket\b"
        + @"|\bTask<|\bTask \w+\(|(?<!\.)\bTask\.(?:Run|Delay|When\w+|Yield|CompletedTask|From\w+)\b|\bValueTask\b|\basync\b|\bThread\b|\bEnvironment\.|\bConsole\.|\bGetManifestResourceStream\b|\bDateTime\.Now\b")]
    private static partial Regex Outside();
}
