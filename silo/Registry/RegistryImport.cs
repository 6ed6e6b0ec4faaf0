using System.CommandLine;
using System.Text;
using GridActors.Places;
using GridActors.Silo.Imports;
using GridActors.Silo.People;

namespace GridActors.Registries;

/// <summary><c>registry import FOLDER</c>: a real district's places, and the heads of its buildings where the files name them.</summary>
internal static class RegistryImport
{
    public static Command Create() => ImportCommand.Create("Take over a real district from CSV and GeoJSON files.", Read, CarryOut);

    private static DistrictRead Read(string folder, Encoding encoding, SourceFaults faults) => new DistrictFiles(encoding, faults).ReadFolder(folder);

    private static async Task<int> CarryOut(ImportRun run, DistrictRead read)
    {
        var (door, after) = (run.Door, read.Registry!);
        var before = door.InUse.Registry is { } inUse && door.Files.Holds(inUse) ? door.Files.Load(inUse) : null;
        var staff = door.InUse.Roster is { } roster ? door.Files.LoadRoster(roster) : null;
        var diff = RegistryDiff.Between(before, after, await door.OpenCases());
        foreach (var line in DiffText.Of(diff)) await run.Output.WriteLineAsync(line);
        foreach (var note in read.Notes) await run.Output.WriteLineAsync($"note: {note}");
        if (staff?.Members.Count(member => !after.Contains(member.Area)) is > 0 and var homeless)
            await run.Output.WriteLineAsync($"WARNING: {homeless} people serve places that are gone. Nobody is assigned to them there; import the people again: people import");
        if (read.Heads.Count > 0) await run.Output.WriteLineAsync($"{read.Heads.Count} heads are named: their names and phones go to the vault, and they join the roster");
        if (run.IsDryRun)
        {
            await run.Output.WriteLineAsync("dry run: nothing was changed");
            return ImportCommand.Done;
        }
        var withHeads = read.Heads.Count > 0 ? await HeadsOfBuildings.Join(door, staff, read.Heads) : null;
        door.Files.Keep(after);
        await door.AdoptRegistry(after.Hash);
        if (withHeads is not null)
        {
            door.Files.Keep(withHeads);
            await door.AdoptRoster(withHeads.Hash);
        }
        await run.Output.WriteLineAsync($"adopted {after.Hash}");
        return ImportCommand.Done;
    }
}
