using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Wire;

namespace GridActors.LoadTest.Workloads;

/// <summary>Residents reporting: one POST of a new report per invocation, each with a key of its own.</summary>
public static class ReportSurge
{
    /// <summary>Different bodies in one run; they are sent again and again with new keys.</summary>
    public const int BodiesMax = 8192;

    /// <param name="target">Where the service listens; <c>http</c> only.</param>
    /// <param name="path">For example <c>/api/reports?realm=demo</c>.</param>
    /// <param name="linesMax">Connections at most.</param>
    /// <param name="answered">Told the number, the body and the answer of each report that was accepted.</param>
    public static Scenario To(
        Uri target, string path, ImmutableArray<byte[]> bodies, CommandKeys keys, int linesMax, Action<long, LineAnswer>? answered = null)
    {
        var requests = bodies.Select(body => PreparedRequest.Post(target.Authority, path, body)).ToArray();
        var lines = new LinePool(new DnsEndPoint(target.Host, target.Port), linesMax);
        return new("report-surge", Report) { Clean = () => { lines.Dispose(); return Task.CompletedTask; } };

        async ValueTask<Response> Report(ScenarioContext context)
        {
            var request = requests[context.Number % requests.Length].WithKey(keys.Of(context.Number));
            var answer = await lines.Send(request, context.Cancel);
            if (answer.Status == (int)HttpStatusCode.Created) answered?.Invoke(context.Number, answer);
            var status = answer.Status.ToString(CultureInfo.InvariantCulture);
            return answer.Status == (int)HttpStatusCode.Created ? Response.Ok(status, answer.SizeBytes) : Response.Fail(status, answer.SizeBytes);
        }
    }
}
