using System.CommandLine;
using System.Globalization;
using GridActors.Journal;
using GridActors.Silo.Archive;

namespace GridActors.Silo.Journal;

/// <summary>What the journal's commands need to know of the data folder.</summary>
/// <param name="Instance">The realm instance behind a realm's name.</param>
/// <param name="Tables">Opens an instance's tables for reading, at one moment.</param>
/// <param name="RegistryHash">The registry an instance has adopted, or empty.</param>
/// <param name="IsErased">Whether a vault row of an instance is in the erasure log.</param>
public sealed record JournalPlace(
    Func<string, string> Instance, Func<string, IStoredTables> Tables, Func<string, string> RegistryHash, Func<string, string, bool> IsErased);

/// <summary><c>journal verify</c> and <c>journal export</c>, which read beside a running service, and <c>journal import</c>.</summary>
public static class JournalCommands
{
    private const int Whole = 0, Faulty = 1, Unreadable = 2;

    /// <summary>The <c>journal</c> command. <paramref name="open"/> finds the district that the common options name; <paramref name="place"/> the same for archives.</summary>
    public static Command Create(IEnumerable<Option> common, Func<ParseResult, JournalPlace> open, Func<ParseResult, ArchivePlace> place)
    {
        var realm = new Option<string>("--realm") { Description = "a realm or a realm instance", DefaultValueFactory = _ => "live", Recursive = true };
        var partition = new Option<string>("--partition") { Description = "open or sealed", DefaultValueFactory = _ => "open", Recursive = true };
        partition.AcceptOnlyFromAmong("open", "sealed");
        var command = new Command("journal", "Check or copy out what happened") { realm, partition };
        foreach (var option in common) command.Options.Add(option);
        command.Subcommands.Add(Verify(open, realm, partition));
        command.Subcommands.Add(Export(open, place, realm, partition));
        command.Subcommands.Add(RealmCommands.Import(place, realm));
        return command;
    }

    private static Command Verify(Func<ParseResult, JournalPlace> open, Option<string> realm, Option<string> partition)
    {
        var expect = new Option<string?>("--expect") { Description = "POS:HASH noted earlier; a journal cut before it is noticed" };
        var verify = new Command("verify", "Check the chain, the deadlines and the vault of one partition") { expect };
        verify.SetAction((parsed, _) => Task.FromResult(Guarded(parsed, () =>
        {
            var place = open(parsed);
            var instance = place.Instance(parsed.GetValue(realm)!);
            var which = StoredRows.PartitionOf(parsed.GetValue(partition)!);
            var answer = JournalVerify.Run(new(instance, () => place.Tables(instance), which)
            {
                Expect = parsed.GetValue(expect) is { } mark ? Mark(which, mark) : null,
                ArmedAfter = StreamDeadlines.After,
                VaultRowsIn = VaultMentions.In,
                IsErased = rowId => place.IsErased(instance, rowId),
            });
            var said = parsed.InvocationConfiguration.Output;
            foreach (var fault in answer.Faults) said.WriteLine(fault);
            said.WriteLine($"{instance} {which.Code()}: {(answer.Faults.Count == 0 ? "whole" : "NOT WHOLE")} up to {answer.Position}:{answer.Hash}");
            return answer.Faults.Count == 0 ? Whole : Faulty;
        })));
        return verify;
    }

    private static Command Export(Func<ParseResult, JournalPlace> open, Func<ParseResult, ArchivePlace> archivePlace, Option<string> realm, Option<string> partition)
    {
        var output = new Option<string?>("--output") { Description = "the file to write, made with mode 0600; without it the open partition goes to standard output" };
        var archive = new Option<string?>("--archive") { Description = "a new folder for the whole realm, both partitions and all tables, to be put into another store with `journal import`" };
        var export = new Command("export", "Write one partition as NDJSON; the sealed one only to a file") { output, archive };
        export.SetAction((parsed, cancellation) => parsed.GetValue(archive) is { } folder
            ? RealmCommands.Export(parsed, archivePlace(parsed), folder, parsed.GetValue(realm)!, cancellation)
            : Task.FromResult(Guarded(parsed, () =>
        {
            var place = open(parsed);
            var instance = place.Instance(parsed.GetValue(realm)!);
            var which = StoredRows.PartitionOf(parsed.GetValue(partition)!);
            using var tables = place.Tables(instance);
            if (parsed.GetValue(output) is { } path)
            {
                JournalExport.WriteFile(instance, tables, which, place.RegistryHash(instance), path);
                return Whole;
            }
            if (which == Partition.Sealed) throw new InvalidDataException("the sealed partition is exported to a file only: --output FILE");
            using var standard = Console.OpenStandardOutput();
            using var buffered = new BufferedStream(standard);
            JournalExport.Write(instance, tables, which, place.RegistryHash(instance), buffered);
            return Whole;
        })));
        return export;
    }

    private static HeadMark Mark(Partition partition, string text)
    {
        var parts = text.Split(':');
        try
        {
            return new(partition, long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromHexString(parts[1]));
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException($"--expect takes POS:HASH as `verify` prints it, not '{text}'");
        }
    }

    private static int Guarded(ParseResult parsed, Func<int> act)
    {
        try
        {
            return act();
        }
        catch (Exception refused) when (refused is Folder.FolderRefusedException or JournalUnavailableException or IOException or InvalidDataException or ArgumentException or SqliteFailureException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(refused.Message);
            return Unreadable;
        }
    }
}
