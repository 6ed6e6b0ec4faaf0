using System.CommandLine;
using System.Diagnostics;

namespace GridActors.Silo.Archive;

/// <summary><c>journal export --archive</c> and <c>journal import</c>: realms with all their tables, from one store into another.</summary>
public static class RealmCommands
{
    /// <summary>Writes realms with all their tables and their registry into an archive.</summary>
    public static Task<int> Export(ParseResult asked, ArchivePlace place, string archive, string realm, CancellationToken cancellation) => BackupCommands.Guarded(asked, async () =>
    {
        var time = Stopwatch.StartNew();
        using var source = await place.OpenSource(TimeProvider.System);
        var told = Archives.Write(source, archive, ArchivePlace.InstancesOf(source.District, [realm]), cancellation);
        BackupCommands.Tell(asked.InvocationConfiguration.Output, told.Manifest.Instances);
        asked.InvocationConfiguration.Output.WriteLine(BackupCommands.Said(Path.GetFullPath(archive), told, time.Elapsed));
        return 0;
    });

    /// <summary><c>import --from DIR [--realm R]</c>; <paramref name="realm"/> is the common option, and without it all of an archive is put in.</summary>
    public static Command Import(Func<ParseResult, ArchivePlace> open, Option<string> realm)
    {
        var from = new Option<string>("--from") { Description = "the archive's folder", Required = true };
        var import = new Command("import", "Put realms of an archive into a district that has none of them") { from };
        import.SetAction((asked, cancellation) => BackupCommands.Guarded(asked, async () =>
        {
            string[]? chosen = asked.GetResult(realm) is { Implicit: false } ? [asked.GetValue(realm)!] : null;
            var put = await open(asked).Import(Path.GetFullPath(asked.GetValue(from)!), chosen, TimeProvider.System, cancellation);
            BackupCommands.Tell(asked.InvocationConfiguration.Output, put);
            asked.InvocationConfiguration.Output.WriteLine("in a new epoch. Check it with `silo journal verify`, then start the service.");
            return 0;
        }));
        return import;
    }
}
