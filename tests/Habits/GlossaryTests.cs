using System.Text.RegularExpressions;

namespace GridActors.Tests.Habits;

/// <summary>The glossary pairs each Chinese term with its one code name; both must be alive.</summary>
public sealed partial class GlossaryTests
{
    [Fact]
    public void Every_code_name_in_the_glossary_stands_in_the_code()
    {
        var glossary = Path.Combine(Repository.Root, "docs", "glossary.md");
        Assert.SkipUnless(File.Exists(glossary), "there is no glossary yet");
        var code = string.Concat(new[] { "grains", "silo", "ops-web" }.SelectMany(project => Repository.Files(project, ".cs", ".ts", ".vue", ".yaml", ".csv")).Select(file => file.Text));
        var unknown = File.ReadLines(glossary).Where(line => line.StartsWith('|') && Hanzi().IsMatch(line))
            .SelectMany(line => Quoted().Matches(line).Select(match => match.Groups[1].Value)).Where(name => !Named(code, name));
        Assert.Empty(unknown);
    }

    // a code on the wire is its enum's name in kebab case
    private static bool Named(string code, string name) =>
        code.Contains(name, StringComparison.Ordinal) || code.Contains(string.Concat(name.Split('-').Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..])), StringComparison.Ordinal);

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Hanzi();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
