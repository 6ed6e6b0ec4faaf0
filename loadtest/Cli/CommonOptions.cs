using System.CommandLine;

namespace GridActors.LoadTest.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>The exit code when a threshold or a must was not met.</summary>
    public const int NotMet = 1;

    public static Option<int> Seed() => new("--seed") { Description = "Every draw follows from it", DefaultValueFactory = static _ => 1 };

    public static Option<FileInfo?> Json() => new("--json") { Description = "Write {machine, seed, commit, results} to this file" };

    public static Option<string> Realm() => new("--realm") { Description = "The realm that is loaded", DefaultValueFactory = static _ => "demo" };
}
