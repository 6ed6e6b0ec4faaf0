namespace GridActors.Tests.Faults;

/// <summary>What all fault trials have in common: they run one after another, and say how much of the machine they need.</summary>
[CollectionDefinition(nameof(FaultTrials))]
public sealed class FaultTrials
{
    /// <summary>Operations a second that people begin.</summary>
    internal const int PerSecond = 150;

    private const string Length = "GRIDACTORS_FAULTS";

    private const string AllRequired = "GRIDACTORS_REQUIRE_ALL_TESTS";

    /// <summary>The long form was asked for: many more rounds of everything.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable(Length) == "long";

    /// <summary>How often something is done: a few times in the gate, often in the long form.</summary>
    internal static int Rounds(int quick, int inLongForm) => IsLong ? inLongForm : quick;

    /// <summary>Skips loudly where the machine cannot do what the trial needs; where all tests are required it fails instead.</summary>
    internal static void Need(bool there, string what)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable(AllRequired) == "1") throw new InvalidOperationException($"all tests are required, and this machine lacks {what}");
        Assert.Skip($"SKIPPED: this machine lacks {what}");
    }

    internal static void NeedRoot() => Need(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "root on Linux");

    /// <summary>Needs a program, such as strace.</summary>
    internal static void NeedProgram(string name) =>
        Need((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name))), $"the program {name} (apt-get install {name})");
}

/// <summary>Trials of a database server's own, and of several processes; they run beside the others, one after another.</summary>
[CollectionDefinition(nameof(DatabaseTrials))]
public sealed class DatabaseTrials;
