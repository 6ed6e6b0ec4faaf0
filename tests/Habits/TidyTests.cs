using System.Text.RegularExpressions;

namespace GridActors.Tests.Habits;

/// <summary>What is left lying around is found here, not in a review.</summary>
public sealed partial class TidyTests
{
    /// <summary>Lines of a source file.</summary>
    private const int LinesMax = 400;

    /// <summary>Built only when asked for, by people who have bought its library: nothing of ours may lean on it.</summary>
    private const string OnlyWhenAskedFor = "NBomber";

    private static readonly string[] Projects = ["grains", "silo", "ops-web", "loadtest", "tests"];

    private static IEnumerable<SourceFile> Sources => Projects.SelectMany(project => Repository.Files(project, ".cs", ".ts", ".vue"));

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(Sources.Where(file => file.Text.AsSpan().Count('\n') > LinesMax).Select(file => file.Path));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(Sources.Where(file => !file.Path.EndsWith(nameof(TidyTests) + ".cs", StringComparison.Ordinal)).SelectMany(file => Left().Matches(file.Text).Select(match => $"{file}: {match.Value}")));

    [Fact]
    public void Nobody_blocks_a_thread_on_a_task() =>
        Assert.Empty(Repository.Files("grains", ".cs").Concat(Repository.Files("silo", ".cs")).Concat(Repository.Files("ops-web", ".cs"))
            .Where(file => Blocking().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void Every_file_of_the_service_is_used_by_another()
    {
        var files = Projects.SelectMany(project => Repository.Files(project, ".cs")).ToList();
        var dead = files.Where(file => !file.Path.StartsWith("tests", StringComparison.Ordinal) && file.Folder != OnlyWhenAskedFor && NamesOf(file) is { Count: > 0 } names
            && !files.Any(other => other != file && names.Any(name => other.Text.Contains(name, StringComparison.Ordinal))));
        Assert.Empty(dead.Select(file => file.Path));
    }

    /// <summary>The types a file declares and, for its extension methods, their names.</summary>
    private static List<string> NamesOf(SourceFile file) =>
        [.. Declared().Matches(file.Text).Select(match => match.Groups[1].Value), .. Extension().Matches(file.Text).Select(match => $".{match.Groups[1].Value}")];

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|Thread\.Sleep|\bdebugger;|console\.log\(")]
    private static partial Regex Left();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\);.*Task|\bTask\.WaitAll\b")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"^(?:public|internal)?[\w ]*?\b(?:class|record struct|record|struct|interface|enum)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"static [\w<>?\[\], ]+ (\w+)(?:<\w+>)?\(\s*this ")]
    private static partial Regex Extension();
}
