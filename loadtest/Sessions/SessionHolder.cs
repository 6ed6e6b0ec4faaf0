using System.Collections.Concurrent;
using System.Collections.Immutable;
using GridActors.LoadTest.Baselines;
using GridActors.LoadTest.Workloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace GridActors.LoadTest.Sessions;

/// <summary>How many sessions a holder has.</summary>
/// <param name="Live">Connected, have had their snapshot, and are still there.</param>
/// <param name="Pushes">All pushes that have come: heartbeats tell that the sessions live.</param>
/// <param name="Failed">Why sessions could not be begun, each reason once.</param>
public sealed record HeldSessions(int Live, long Pushes, ImmutableArray<string> Failed);

/// <summary>
/// A process of its own that holds live sessions against a service, of boards or of phones, because a process may have only so many files. Told over HTTP on loopback:
/// <c>POST /hold?count=N</c> begins N more, <c>GET /held</c> says how many there are.
/// </summary>
public static class SessionHolder
{
    /// <summary>Sessions begun side by side.</summary>
    private const int BegunAtOnceMax = 32;

    /// <param name="urls">Where it listens.</param>
    /// <param name="target">The service.</param>
    /// <param name="subjects">What sessions follow, in turns: areas for boards, responders for phones.</param>
    /// <param name="phones">Inboxes instead of boards.</param>
    public static WebApplication Build(string urls, Uri target, string realm, ImmutableArray<string> subjects, bool phones)
    {
        var app = BaselineHost.Build(urls);
        var sessions = new ConcurrentBag<IFollower>();
        var failed = new ConcurrentDictionary<string, byte>();
        var pushes = 0L;
        var begun = 0;
        app.MapPost("/hold", async (int count) =>
        {
            var stopping = app.Services.GetService(typeof(IHostApplicationLifetime)) is IHostApplicationLifetime lifetime ? lifetime.ApplicationStopping : default;
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = BegunAtOnceMax, CancellationToken = stopping }, async (_, cancel) => await Begin(cancel));
            return Held();
        });
        app.MapGet("/held", Held);
        return app;

        HeldSessions Held() => new(sessions.Count(session => session.IsConnected), Interlocked.Read(ref pushes), [.. failed.Keys]);

        async Task Begin(CancellationToken cancel)
        {
            var subject = subjects[Interlocked.Increment(ref begun) % subjects.Length];
            IFollower? session = null;
            try
            {
                if (phones)
                {
                    var phone = new FieldClient(target) { Pushed = _ => Interlocked.Increment(ref pushes) };
                    session = phone;
                    await phone.Connect(cancel);
                    await phone.Inbox(realm, subject, cancel);
                    await phone.FirstSnapshot.WaitAsync(cancel);
                }
                else
                {
                    var board = new BoardClient(target) { Pushed = _ => Interlocked.Increment(ref pushes) };
                    session = board;
                    await board.Connect(cancel);
                    await board.Watch(realm, subject, cancel);
                    await board.FirstSnapshot.WaitAsync(cancel);
                }
                sessions.Add(session);
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                failed.TryAdd(refused.Message, 0);
                if (session is not null) await session.DisposeAsync();
            }
        }
    }
}
