using System.Text.RegularExpressions;

namespace GridActors.Tests.Habits;

/// <summary>A slice uses another's ids, commands, events and grain interface, never its state or its rules; the ground below knows no slice.</summary>
public sealed class SlicesTests
{
    private static readonly Dictionary<string, string> StateOfSlice = new()
    {
        ["Disputes"] = "Dispute",
        ["Cells"] = "Cell",
        ["Responders"] = "ResponderTasks",
        ["Buildings"] = "Building",
    };

    private static readonly string[] Ground = ["Places", "Rules", "Journal"];

    [Fact]
    public void Places_rules_and_journal_know_no_slice()
    {
        var above = new Regex(@"GridActors\.(Disputes|Cells|Responders|Buildings|Planning|Following|Realms)\b");
        Assert.DoesNotContain(Repository.Files("grains", ".cs"), file => Ground.Contains(file.Folder) && above.IsMatch(file.Text));
    }

    [Fact]
    public void Places_and_rules_know_no_journal() =>
        Assert.DoesNotContain(Repository.Files("grains", ".cs"), file => file.Folder is "Places" or "Rules" && file.Text.Contains("GridActors.Journal", StringComparison.Ordinal));

    [Fact]
    public void A_slice_never_reaches_into_another_slices_state_or_rules()
    {
        foreach (var (slice, state) in StateOfSlice)
        {
            var inside = new Regex($@"(?<![\w.]){state}\.(Decide|Evolve|DeadlinesOf|Open|Waiting|InHand|Over|CaseFile|Unreported|Cases|None|Empty|Unvisited)\b");
            var reaching = Repository.Files("grains", ".cs").Where(file => StateOfSlice.ContainsKey(file.Folder) && file.Folder != slice
                && file.Text.Contains($"using GridActors.{slice};", StringComparison.Ordinal) && !OwnTypeOf(file.Folder, state) && inside.IsMatch(file.Text));
            Assert.Empty(reaching);
        }
    }

    [Fact]
    public void Grains_know_neither_web_nor_database()
    {
        var outside = new Regex(@"using (Microsoft\.AspNetCore|Microsoft\.Data|Npgsql|GridActors\.Silo|GridActors\.OpsWeb)\b");
        Assert.DoesNotContain(Repository.Files("grains", ".cs"), file => outside.IsMatch(file.Text));
    }

    private static bool OwnTypeOf(string slice, string state) => StateOfSlice[slice] == state;
}
