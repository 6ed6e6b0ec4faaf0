namespace GridActors.Silo.Journal;

/// <summary>The tables of each store, from the scripts in <c>Journal/Schema</c>.</summary>
internal static class Schema
{
    public static readonly string Sqlite = Script("sqlite.sql");
    public static readonly string SqliteTo2 = Script("sqlite.to2.sql");
    public static readonly string Snapshots = Script("snapshots.sqlite.sql");

    internal static string Script(string name)
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream($"GridActors.Journal.Schema.{name}")
            ?? throw new InvalidOperationException($"the script {name} is not in this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
