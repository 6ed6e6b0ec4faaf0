using System.CommandLine;
using System.Text;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Imports;

namespace GridActors.Silo.People;

/// <summary>The command line's <c>people</c> commands.</summary>
public static class PeopleCommands
{
    /// <summary><c>people import FOLDER [--dry-run]</c></summary>
    public static Command Create() => new("people", "The people who serve a district, and their duty.") { ImportCommand.Create("Take over a district's people and their duty calendar from CSV files.", Read, CarryOut) };

    private static PeopleFiles Read(string folder, Encoding encoding, SourceFaults faults)
    {
        var files = new PeopleFiles(encoding, faults);
        files.ReadFolder(folder);
        return files;
    }

    private static async Task<int> CarryOut(ImportRun run, PeopleFiles files)
    {
        var door = run.Door;
        if (door.InUse.Registry is not { } inUse) throw new ImportRefusedException("The realm has no places yet. Import them first: registry import.");
        var registry = door.Files.Load(inUse);
        if (files.Finish(registry, run.Folder) is not { } read) return ImportCommand.Tell(run.Faults, run.Error);

        // subjects depend on names, so the roster's hash is known only with them; keeping them changes nothing that anybody works with
        var subjects = await door.Persons(files.Named, keep: !run.IsDryRun);
        var personOf = files.Named.Zip(subjects).ToDictionary(pair => pair.First.Responder, pair => pair.Second, StringComparer.Ordinal);
        var after = new StaffList(read.Shifts, read.Members.Select(member => member with { Person = personOf.GetValueOrDefault(member.Id.Value) }));
        var before = door.InUse.Roster is { } roster ? door.Files.LoadRoster(roster) : null;
        foreach (var line in RosterText.Of(RosterDiff.Between(before, after, registry))) await run.Output.WriteLineAsync(line);
        if (subjects.Count(subject => subject is null) is > 0 and var erased) await run.Output.WriteLineAsync($"WARNING: {erased} people were erased; their names stay so");
        if (run.IsDryRun)
        {
            await run.Output.WriteLineAsync("dry run: nothing was changed");
            return ImportCommand.Done;
        }
        door.Files.Keep(after);
        await door.AdoptRoster(after.Hash);
        await run.Output.WriteLineAsync($"adopted {after.Hash}");
        return ImportCommand.Done;
    }
}
