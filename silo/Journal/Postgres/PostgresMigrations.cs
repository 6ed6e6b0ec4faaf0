using System.Globalization;
using System.Text.RegularExpressions;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>
/// One step of the database's format: scripts that run once, and perhaps one that runs in every realm instance, those of later days included. Released steps are never
/// edited, only followed by the next. The scripts are <c>Journal/Schema/postgres.NNN.what.sql</c>, where <c>instance</c> is the one for every instance.
/// </summary>
internal sealed partial record PostgresMigration(int Version, IReadOnlyList<string> Once, string? EveryInstance)
{
    private const string InstanceScript = "instance";

    /// <summary>All steps of this build, in order from 1.</summary>
    public static readonly IReadOnlyList<PostgresMigration> All = Read();

    /// <summary>Puts an instance's schema into a script.</summary>
    public static string For(string script, string quotedInstance) => script.Replace("{instance}", quotedInstance, StringComparison.Ordinal);

    private static List<PostgresMigration> Read() =>
        [.. Scripts().GroupBy(script => script.Version).OrderBy(step => step.Key).Select(step => new PostgresMigration(
            step.Key,
            [.. step.Where(script => script.What != InstanceScript).OrderBy(script => script.What, StringComparer.Ordinal).Select(script => script.Text)],
            step.Where(script => script.What == InstanceScript).Select(script => script.Text).SingleOrDefault()))];

    private static IEnumerable<(int Version, string What, string Text)> Scripts() =>
        from resource in typeof(PostgresMigration).Assembly.GetManifestResourceNames()
        let name = ScriptName().Match(resource)
        where name.Success
        select (int.Parse(name.Groups["version"].Value, CultureInfo.InvariantCulture), name.Groups["what"].Value, Schema.Script(name.Value));

    [GeneratedRegex(@"postgres\.(?<version>\d{3})\.(?<what>\w+)\.sql$")]
    private static partial Regex ScriptName();
}
