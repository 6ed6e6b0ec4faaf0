using System.CommandLine;
using System.Globalization;
using System.Text;
using GridActors.Journal;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Imports;

/// <summary>What the import commands have in common: their options, their exit codes, and how they find the realm.</summary>
internal sealed class ImportCommand
{
    /// <summary>Imported, or nothing new to import, or a dry run of files without faults.</summary>
    public const int Done = 0;

    /// <summary>The files are at fault; nothing was changed.</summary>
    public const int Faulty = 1;

    /// <summary>The realm cannot be reached or does not take it.</summary>
    public const int Refused = 2;

    private readonly PlaceOptions place = new();
    private readonly Option<string> realm = new("--realm") { Description = "The realm to import into.", DefaultValueFactory = _ => "live" };
    private readonly Option<string> encoding = new("--encoding") { Description = "How the tables are encoded.", DefaultValueFactory = _ => ImportEncodings.Utf8Name };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Check the files and show what would change; change nothing." };
    private readonly Argument<DirectoryInfo> source = new("folder") { Description = "The folder with the files to import." };

    /// <summary>A command <c>import FOLDER</c> that reads the files and, when they are without fault, hands them to <paramref name="carryOut"/>.</summary>
    /// <param name="description">What the command's help says.</param>
    /// <param name="read">Reads the folder; what is wrong goes to the faults.</param>
    /// <param name="carryOut">Shows what changes and, unless it is a dry run, changes it.</param>
    public static Command Create<T>(string description, Func<string, Encoding, SourceFaults, T> read, Func<ImportRun, T, Task<int>> carryOut)
    {
        var shared = new ImportCommand();
        shared.encoding.AcceptOnlyFromAmong(ImportEncodings.Utf8Name, ImportEncodings.Gb18030Name);
        var command = new Command("import", description) { shared.source, shared.dryRun, shared.encoding, shared.realm };
        foreach (var option in shared.place.All) command.Options.Add(option);
        command.SetAction(async asked => await shared.Run(asked, read, carryOut));
        return command;
    }

    private async Task<int> Run<T>(ParseResult asked, Func<string, Encoding, SourceFaults, T> read, Func<ImportRun, T, Task<int>> carryOut)
    {
        var (output, error) = (asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
        try
        {
            var faults = new SourceFaults();
            var folder = asked.GetValue(source)!.FullName;
            var files = read(folder, ImportEncodings.Of(asked.GetValue(encoding)!), faults);
            if (faults.Any) return Tell(faults, error);
            await using var door = await Open(place.FolderOf(asked), place.StoreOf(asked), asked.GetValue(realm)!, asked.GetValue(dryRun));
            return await carryOut(new(door, folder, asked.GetValue(dryRun), faults, output, error), files);
        }
        catch (Exception refused) when (refused is ImportRefusedException or FolderRefusedException or JournalDamagedException or JournalUnavailableException or VaultRefusedException or IOException
            or UnauthorizedAccessException or InvalidDataException)
        {
            await error.WriteLineAsync(refused.Message);
            return Refused;
        }
    }

    /// <summary>Says every fault that was kept, and how many there are.</summary>
    public static int Tell(SourceFaults faults, TextWriter error)
    {
        foreach (var fault in faults.Kept) error.WriteLine(fault);
        if (faults.Count > faults.Kept.Count) error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {faults.Count - faults.Kept.Count} more"));
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")}: nothing was imported."));
        return Faulty;
    }

    private static async Task<IImportDoor> Open(DataFolder folder, StoreChoice store, string realm, bool isDryRun)
    {
        if (FolderLock.IsHeld(folder, out var owner)) return await HeldRealm.Open(folder, owner, realm);
        if (isDryRun && store is SqliteStore && !File.Exists(folder.Control)) return new EmptyRealm();
        await store.Prepare(TimeProvider.System);
        return await FreeRealm.Open(store.FolderOf(folder), store, realm, TimeProvider.System);
    }
}

/// <summary>One run of an import command, its files read.</summary>
internal sealed record ImportRun(IImportDoor Door, string Folder, bool IsDryRun, SourceFaults Faults, TextWriter Output, TextWriter Error);
