using System.Net;
using System.Net.Http.Json;
using GridActors.Tests.Storage.Postgres;

namespace GridActors.Tests.Web;

/// <summary>The journal is locked by somebody else: everybody who reports is told soon and may send the same again.</summary>
public sealed class LockedStoreTests
{
    private const int Reporters = 500;

    /// <summary>How long a reporter's phone waits for an answer.</summary>
    private static readonly TimeSpan PhoneWaitMax = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Five_hundred_reports_at_a_locked_journal_are_told_to_come_again_and_then_stand_once_each()
    {
        await using var served = await ServedDistrict.Start();
        await served.Reported("before-83kd92ms0qwx1z");
        await using (await LockedJournal.Of(served.Data, "live"))
        {
            foreach (var answer in await EverybodyReports(served))
            {
                answer.IsProblem(HttpStatusCode.ServiceUnavailable, "busy");
                Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            }
        }

        foreach (var answer in await EverybodyReports(served)) Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(Reporters + 1, served.Exported("live").Split('\n').Count(line => line.Contains("\"name\":\"dispute-reported\"", StringComparison.Ordinal)));
        served.Remove();
    }

    /// <summary>Everybody at once, each with their own key; a phone that hears nothing in time fails the test.</summary>
    private static async Task<Answered[]> EverybodyReports(ServedDistrict served)
    {
        return await Task.WhenAll(Enumerable.Range(0, Reporters).Select(async n =>
        {
            using var patience = new CancellationTokenSource(PhoneWaitMax);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/reports") { Content = JsonContent.Create(served.Report(building: n)) };
            request.Headers.Add("Idempotency-Key", $"locked-{n:D3}-83kd92ms0qwx");
            return await Answered.Of(await served.Http.SendAsync(request, patience.Token));
        }));
    }
}
