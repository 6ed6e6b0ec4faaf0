using System.Collections.Concurrent;
using GridActors.LoadTest.Workloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GridActors.LoadTest.Baselines;

/// <summary>
/// The plain way on SQLite: prepared statements, one writer, WAL with synchronous=FULL, one transaction per request that inserts the
/// report and bumps its building. What a careful programmer would write first.
/// </summary>
public static class PlainSqlite
{
    public static WebApplication Build(string urls, string folder)
    {
        var app = BaselineHost.Build(urls);
        var queue = new BlockingCollection<PlainSqliteWriter.Waiting>();
        var writer = new PlainSqliteWriter(Path.Combine(folder, "plain.db"), queue);
        var thread = new Thread(writer.Run) { IsBackground = true, Name = "plain sqlite writer" };
        thread.Start();
        app.Lifetime.ApplicationStopped.Register(() => queue.CompleteAdding());
        app.MapPost("/api/reports", async (ReportBody body, HttpRequest request) =>
        {
            var report = PlainReport.Of(body, request);
            var waiting = new PlainSqliteWriter.Waiting(report, new(TaskCreationOptions.RunContinuationsAsynchronously));
            queue.Add(waiting);
            return Results.Json(new { id = await waiting.Stored.Task }, statusCode: StatusCodes.Status201Created);
        });
        return app;
    }
}
