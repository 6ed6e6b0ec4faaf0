using System.Collections.Immutable;
using GridActors.LoadTest.Engine;

namespace GridActors.LoadTest.Workloads;

/// <summary>Boards coming and going: each invocation connects, watches an area until its snapshot and five heartbeats or changes came, and leaves.</summary>
public static class BoardWatchers
{
    private const int PushesWanted = 5;

    /// <summary>Every board watches the whole district.</summary>
    public static ImmutableArray<string> DistrictOnly { get; } = ["district"];

    public static Scenario Of(Uri target, string realm, ImmutableArray<string> areas) => new("board-watchers", context => Watch(target, realm, areas, context));

    private static async ValueTask<Response> Watch(Uri target, string realm, ImmutableArray<string> areas, ScenarioContext context)
    {
        await using var board = new BoardClient(target);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pushes = 0;
        board.Pushed = _ =>
        {
            if (Interlocked.Increment(ref pushes) == PushesWanted + 1) enough.TrySetResult();
        };
        var connected = await Step.Run("connect", context, async () =>
        {
            await board.Connect(context.Cancel);
            return Response.Ok();
        });
        if (connected.IsError) return connected;
        var snapshot = await Step.Run("snapshot", context, async () =>
        {
            await board.Watch(realm, areas[(int)(context.Number % areas.Length)], context.Cancel);
            await board.FirstSnapshot.WaitAsync(context.Cancel);
            return Response.Ok();
        });
        if (snapshot.IsError) return snapshot;
        await enough.Task.WaitAsync(context.Cancel);
        return board.Gaps == 0 ? Response.Ok() : Response.Fail("gap");
    }
}
