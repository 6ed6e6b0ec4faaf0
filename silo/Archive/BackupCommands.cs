using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Npgsql;

namespace GridActors.Silo.Archive;

/// <summary><c>backup</c>, <c>backup verify</c> and <c>restore</c>: everything of a district, its keys apart.</summary>
public static class BackupCommands
{
    private const int Done = 0, Faulty = 1, Refused = 2;

    /// <summary>The commands. <paramref name="open"/> tells the district's place from the common options.</summary>
    public static IEnumerable<Command> Create(Func<ParseResult, ArchivePlace> open, IReadOnlyList<Option> common) => [Backup(open, common), Restore(open, common)];

    /// <summary>Runs a command's act and tells a refusal in its own words.</summary>
    internal static async Task<int> Guarded(ParseResult asked, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception refused) when (refused is FolderRefusedException or JournalUnavailableException or JournalDamagedException or VaultRefusedException or InvalidDataException or IOException
            or UnauthorizedAccessException or ArgumentException or InvalidOperationException or SqliteFailureException or NpgsqlException or OperationCanceledException)
        {
            await asked.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
            return Refused;
        }
    }

    /// <summary>One line an instance, with its open head as <c>journal verify --expect</c> takes it.</summary>
    internal static void Tell(TextWriter said, IEnumerable<ArchivedInstance> instances)
    {
        foreach (var one in instances)
            if (one.Heads.First(head => head.Partition == Partition.Open.Code()) is var head)
                said.WriteLine($"{one.Instance}: open partition at {head.Position}:{head.Hash}");
    }

    private static Command Backup(Func<ParseResult, ArchivePlace> open, IReadOnlyList<Option> common)
    {
        var to = new Option<string>("--to") { Description = "a new folder for the backup", Required = true };
        var keysTo = new Option<string?>("--keys-to") { Description = "the folder for the copy of the keys, in another place than the backup" };
        var backup = new Command("backup", "Take a backup of everything, beside the running service") { to, keysTo };
        foreach (var option in common) backup.Options.Add(option);
        backup.Subcommands.Add(Verify());
        backup.SetAction((asked, cancellation) => Guarded(asked, async () =>
        {
            StepBack();
            var (archive, keys) = (Path.GetFullPath(asked.GetValue(to)!), asked.GetValue(keysTo) is { } named ? Path.GetFullPath(named) : null);
            var time = Stopwatch.StartNew();
            var told = await open(asked).Backup(archive, keys, TimeProvider.System, cancellation);
            var said = asked.InvocationConfiguration.Output;
            Tell(said, told.Manifest.Instances);
            said.WriteLine(Said(archive, told, time.Elapsed));
            said.WriteLine(keys is not null
                ? $"{keys}: key file, erasure log and heads"
                : "The key file is not in it, and without it no text can be read: copy it to another place, with --keys-to DIR.");
            return Done;
        }));
        return backup;
    }

    private static Command Verify()
    {
        var from = new Option<string>("--from") { Description = "the backup's folder", Required = true };
        var keysFrom = new Option<string?>("--keys-from") { Description = "the folder of its keys; then every wrapped key is opened too" };
        var verify = new Command("verify", "Read all of a backup: checksums, rows, chains, and with the keys every key in it") { from, keysFrom };
        verify.SetAction((asked, cancellation) => Guarded(asked, () =>
        {
            var time = Stopwatch.StartNew();
            var archive = Path.GetFullPath(asked.GetValue(from)!);
            using var keys = asked.GetValue(keysFrom) is { } named ? KeyFile.Open(DataFolder.Resolve(named, named), isNeeded: true, TimeProvider.System) : null;
            var opened = keys is null ? null : new OpenedKeys(keys);
            var told = Archives.Verify(archive, opened is null ? null : opened.Check, cancellation);
            var said = asked.InvocationConfiguration.Output;
            foreach (var one in told.Manifest.Instances) opened?.CheckSecret(one);
            Tell(said, told.Manifest.Instances);
            said.WriteLine(Said(archive, told, time.Elapsed));
            if (opened is null) return Task.FromResult(Done);
            said.WriteLine(opened.Failed == 0 ? $"{opened.Count} keys, all of them opened" : $"{opened.Failed} of {opened.Count} keys do NOT open with this key file");
            return Task.FromResult(opened.Failed == 0 ? Done : Faulty);
        }));
        return verify;
    }

    private static Command Restore(Func<ParseResult, ArchivePlace> open, IReadOnlyList<Option> common)
    {
        var from = new Option<string>("--from") { Description = "the backup's folder", Required = true };
        var keysFrom = new Option<string?>("--keys-from") { Description = "the folder that its keys were copied to; not needed where the keys' folder has them still" };
        var replace = new Option<bool>("--replace") { Description = "move a district that is there aside" };
        var restore = new Command("restore", "Put a backup into an empty place") { from, keysFrom, replace };
        foreach (var option in common) restore.Options.Add(option);
        restore.SetAction((asked, cancellation) => Guarded(asked, async () =>
        {
            var time = Stopwatch.StartNew();
            var place = open(asked);
            var (instances, replaced) = await place.Restore(Path.GetFullPath(asked.GetValue(from)!), asked.GetValue(keysFrom), asked.GetValue(replace), TimeProvider.System, cancellation);
            var said = asked.InvocationConfiguration.Output;
            Tell(said, instances);
            if (replaced is not null) said.WriteLine($"What was there before is in {replaced}.");
            said.WriteLine($"restored in {time.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s, in a new epoch: boards reload. Check it with `silo journal verify`, then start the service.");
            return Done;
        }));
        return restore;
    }

    /// <summary>No number of rows: with what the open partition shows it would tell how many sealed cases there are.</summary>
    internal static string Said(string archive, ArchiveTold told, TimeSpan took) => string.Create(CultureInfo.InvariantCulture,
        $"{archive}: {told.Manifest.Instances.Count} instances, {told.Bytes / 1e6:F0} MB, whole, in {took.TotalSeconds:F1} s");

    /// <summary>The service's threads come first.</summary>
    internal static void StepBack()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }

    /// <summary>Opens every wrapped key that passes.</summary>
    private sealed class OpenedKeys(KeyFile keys)
    {
        public long Count { get; private set; }

        public long Failed { get; private set; }

        public void Check(string instance, ArchiveRow row)
        {
            if (row.Table == ArchiveTable.CaseKeys) Try(KeyPurpose.CaseKey, instance, row.Text(0), new((int)row.Number(2), row.Bytes(1).ToArray()));
        }

        public void CheckSecret(ArchivedInstance one) => Try(KeyPurpose.RealmSecret, one.Instance, "", new(one.KeyGeneration, one.WrappedSecret));

        private void Try(KeyPurpose purpose, string instance, string subject, WrappedKey wrapped)
        {
            Count++;
            try
            {
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(keys.Unwrap(purpose, instance, subject, wrapped));
            }
            catch (VaultRefusedException)
            {
                Failed++;
            }
        }
    }
}
