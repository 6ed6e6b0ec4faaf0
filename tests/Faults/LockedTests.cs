using System.Diagnostics;
using System.Net;

namespace GridActors.Tests.Faults;

/// <summary>F13: somebody else holds what every write needs, and five hundred people report.</summary>
[Collection(nameof(FaultTrials))]
public sealed class LockedTests
{
    private const int Callers = 500, NotesOnOneCase = 20;

    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Stores => TrialStores.All;

    [Theory, MemberData(nameof(Stores))]
    public async Task Everybody_is_told_within_two_seconds_and_health_still_answers(string store)
    {
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store), seed: 115);
        district.Load.Start(FaultTrials.PerSecond / 3);
        await district.Load.Until(more: 50);
        var busy = (await district.Load.SendOnce(district.Load.Report("locked-busy-case-3kd92ms0qwx1z"))).CaseId!;
        await using (await district.Store.HoldHead())
        {
            district.Figures.Faults++;
            var since = Stopwatch.GetTimestamp();
            var held = TimeSpan.FromSeconds(FaultTrials.Rounds(quick: 4, inLongForm: 20));
            for (var wave = 0; wave == 0 || Stopwatch.GetElapsedTime(since) < held; wave++)
            {
                var callers = Enumerable.Range(0, Callers).Select(n => district.Load.SendOnce(district.Load.Report($"locked-{wave:D2}-{n:D3}-3kd92ms0qwx1z", n)))
                    .Concat(Enumerable.Range(0, NotesOnOneCase).Select(n => district.Load.SendOnce(district.Load.NoteOn(busy, $"locked-{wave:D2}-note-{n:D2}-3kd92ms0qwx1z")))).ToList();
                var (health, asked) = (district.Ask("/health/live"), Stopwatch.GetTimestamp());
                Assert.Equal(HttpStatusCode.OK, await health);
                var machine = Stopwatch.GetElapsedTime(asked); // what an answer takes here that waits for nothing
                Assert.InRange(machine, TimeSpan.Zero, AnsweredWithin);
                foreach (var attempt in await Task.WhenAll(callers))
                {
                    Assert.True(attempt.Status == 503, $"answered {attempt.Status}: {district.Service.Said}");
                    Assert.InRange(Stopwatch.GetElapsedTime(attempt.InvokedAt, attempt.AnsweredAt), TimeSpan.Zero, AnsweredWithin + machine);
                }
            }
            district.Figures.HarmedAt = Stopwatch.GetTimestamp();
        }
        await district.Load.Until(more: 50);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }
}
