using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GridActors.Tests.Cluster;

/// <summary>One process that serves a district, killed without warning.</summary>
public sealed class KilledServiceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("killed-").FullName;

    [Fact]
    public async Task What_was_answered_with_201_survives_a_kill_straight_after_it_and_a_resend_finds_it()
    {
        var answers = new Dictionary<string, string>();
        for (var life = 0; life < 3; life++)
        {
            await using var service = await ServiceProcess.Start(folder);
            foreach (var (key, first) in answers) Assert.Equal((HttpStatusCode.Created, first), await Report(service, key));
            Assert.Equal(answers.Count, await Reported(service));
            foreach (var key in Enumerable.Range(0, 5).Select(n => $"killed-{life}-{n}-9wK2mRt5YxQe"))
            {
                var (status, first) = await Report(service, key);
                Assert.Equal(HttpStatusCode.Created, status);
                answers.Add(key, first);
            }
            await service.Kill();
        }
        await using var last = await ServiceProcess.Start(folder);
        Assert.Equal(15, await Reported(last));
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused_with_advice_and_the_first_goes_on()
    {
        await using var first = await ServiceProcess.Start(folder);
        var (exitCode, said) = await ServiceProcess.Refused(folder);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("--data", said, StringComparison.Ordinal);
        Assert.Contains(first.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await Report(first, "refused-9wK2mRt5YxQe8u")).Status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(HttpStatusCode Status, string Text)> Report(ServiceProcess service, string key)
    {
        const string Body = """{"category":"hazard","text":"the railing is loose","place":{"position":[113.8831,22.5553]}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/reports", UriKind.Relative)) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await service.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>How many reports the journal holds.</summary>
    private static async Task<int> Reported(ServiceProcess service)
    {
        var page = JsonNode.Parse(await service.Http.GetStringAsync(new Uri("/api/journal?realm=live&after=0&limit=1000", UriKind.Relative)))!;
        return page["entries"]!.AsArray().Count(entry => (string)entry!["name"]! == "dispute-reported");
    }
}
