using GridActors.Buildings;
using GridActors.Cells;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.OpsWeb.Http;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Silo.Hosting;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Realms;

/// <summary>Brings every grain of the demo's places, people and open cases into memory, for measuring what they take. Only where nobody plays the demo.</summary>
internal static class RouseApi
{
    private const string Route = "rouse";

    /// <summary>A case that cannot be: ids are 16 characters.</summary>
    private const string NoCase = "none";

    /// <summary>Grains that are asked side by side.</summary>
    private const int AskedMax = 256;

    /// <summary>Entries read at a time.</summary>
    private const int EntriesMax = 1_000;

    public static void MapRouse(this IEndpointRouteBuilder routes, DistrictOptions options)
    {
        if (options.Demo == DemoMode.Quiet) routes.MapPost("/api/realms/demo/rouse", Rouse).Produces<RousedAnswer>().ExcludeFromDescription();
    }

    private static async Task<IResult> Rouse(IRealms realms, IRealmPlaces places, IRealmSecrets secrets, IGrainFactory grains, IStreamDoor door, IJournal journal)
    {
        if (realms.Find("demo") is not { } demo) return Problem.NotFound;
        var registry = places.RegistryOf(demo.Instance);
        var keys = secrets.KeysOf(demo.Instance);
        var asked = new ParallelOptions { MaxDegreeOfParallelism = AskedMax };

        StreamId[] cells = [.. Enumerable.Range(0, registry.Cells.Length).Select(cell => StreamId.Of(demo.Instance, Partition.Open, CellStream.Kind, registry.Cells[cell].Id.Code))];
        StreamId[] people = [.. places.RosterOf(demo.Instance).Responders.Select(one => StreamId.Of(demo.Instance, Partition.Open, ResponderStream.Kind, one.Id.Value))];
        await Parallel.ForEachAsync(registry.Buildings, asked, async (building, _) =>
            await grains.GetGrain<IBuildingGrain>(StreamId.GrainKeyOf(demo.Instance, Partition.Open, building.Id.Code)).State());
        await Parallel.ForEachAsync(cells, asked, async (cell, _) => await Ask(cell, new LeaveCase(NoCase)));
        await Parallel.ForEachAsync(people, asked, async (responder, _) => await Ask(responder, new WithdrawTask(NoCase)));
        var cases = await Cases(journal, demo.Instance);
        await Parallel.ForEachAsync(cases, asked, async (dispute, _) => await Ask(dispute, new ReopenDispute(new(Actor.Rule), NoCase)));
        return JsonShapes.Answer(new RousedAnswer(registry.Buildings.Count, cells.Length, people.Length, cases.Count));

        Task Ask(StreamId target, object command) => door.Send(target, new() { Id = keys.PersonsCommand("", Route, target.Name) }, command);
    }

    /// <summary>Every case of the open partition; an open one refuses to be opened again, and nothing is written.</summary>
    private static async Task<List<StreamId>> Cases(IJournal journal, string instance)
    {
        var found = new List<StreamId>();
        for (var after = 0L; await journal.ReadAll(instance, Partition.Open, after, EntriesMax) is { Count: > 0 } entries; after = entries[^1].Position)
            found.AddRange(entries.Where(entry => entry is { Version: 1, Stream.Kind: DisputeStream.Kind }).Select(entry => entry.Stream));
        return found;
    }
}

/// <summary>How many grains of each kind answered.</summary>
public sealed record RousedAnswer(int Buildings, int Cells, int Responders, int Disputes);
