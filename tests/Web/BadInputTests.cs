using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GridActors.Tests.Web;

/// <summary>What must be refused, on one running service: a clear 4xx with the field, and nothing written.</summary>
public sealed class BadInputTests(BadInputTests.Running running) : IClassFixture<BadInputTests.Running>
{
    private const string Key = "bad-input-83kd92ms0qwx";
    private const string Place = """"place":{"address":"x"}"""";

    public sealed class Running : IAsyncLifetime
    {
        public ServedDistrict Served { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Served = await ServedDistrict.Start();

        public async ValueTask DisposeAsync()
        {
            Served.Remove();
            await Served.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("", 400, null)]
    [InlineData("null", 400, null)]
    [InlineData("{}", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("not json", 400, null)]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x"},"category":"hazard"}""", 400, null)]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x"},"role":"admin"}""", 400, null)]
    [InlineData("""{"category":"hazard","text":null,"place":{"address":"x"}}""", 400, "/text")]
    [InlineData("""{"category":99,"text":"x","place":{"address":"x"}}""", 400, "/category")]
    [InlineData("""{"category":"no-such-thing","text":"x","place":{"address":"x"}}""", 400, "/category")]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x"},"severity":"purple"}""", 400, "/severity")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":[1e999,22.6]}}""", 400, "/place/position")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":["NaN",22.6]}}""", 400, "/place/position/0")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":[22.6,113.9]}}""", 422, "/place/position")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":[0,0]}}""", 422, "/place/position")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":[9223372036854775808,22.6]}}""", 422, "/place/position")]
    [InlineData("""{"category":"hazard","text":"x","place":{"position":[113.9]}}""", 400, "/place/position")]
    [InlineData("""{"category":"hazard","text":"x","place":{}}""", 400, "/place")]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x","position":[113.9,22.6]}}""", 400, "/place")]
    [InlineData("""{"category":"hazard","text":"x","place":{"buildingId":"440306018012-017-9999"}}""", 422, "/place/buildingId")]
    [InlineData("""{"category":"hazard","text":"x","place":{"buildingId":"' OR 1=1 --"}}""", 422, "/place/buildingId")]
    [InlineData("""{"category":"hazard","text":"nul \u0000 here","place":{"address":"x"}}""", 400, "/text")]
    [InlineData("""{"category":"hazard","text":"bell \u0007","place":{"address":"x"}}""", 400, "/text")]
    [InlineData("""{"category":"hazard","text":"half \ud800","place":{"address":"x"}}""", 400, "/text")]
    [InlineData("""{"category":"hazard","text":"   ","place":{"address":"x"}}""", 400, "/text")]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x"},"reporter":{"name":"12345678901234567890123456789012345678901"}}""", 400, "/reporter/name")]
    [InlineData("""{"category":"hazard","text":"x","place":{"address":"x"},"reporter":{"name":"two\nlines"}}""", 400, "/reporter/name")]
    public async Task A_report_that_cannot_be_meant_is_refused_with_its_field(string body, int status, string? field)
    {
        var answer = await Post("/api/reports", new StringContent(body, Encoding.UTF8, "application/json"));
        answer.IsProblem((HttpStatusCode)status, field: field);
        await NothingWritten();
    }

    [Fact]
    public async Task Bytes_that_are_no_text_depth_and_width_without_end_are_refused()
    {
        byte[] invalid = [.. "{\"category\":\"hazard\",\"text\":\""u8, 0xC3, 0x28, .. Encoding.UTF8.GetBytes($"\",{Place}}}")];
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"category":"hazard","text":"x",{{Place}}}""")];
        var utf16 = Encoding.Unicode.GetBytes($$"""{"category":"hazard","text":"x",{{Place}}}""");
        foreach (var bytes in (byte[][])[invalid, marked, utf16]) (await Post("/api/reports", Json(bytes))).IsProblem(HttpStatusCode.BadRequest);
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 65);
        (await Post("/api/reports", Json(Encoding.UTF8.GetBytes(deep)))).IsProblem(HttpStatusCode.BadRequest);
        var wide = "{\"place\":{\"position\":[" + string.Join(',', Enumerable.Repeat("1", 30_000)) + "]}}";
        (await Post("/api/reports", Json(Encoding.UTF8.GetBytes(wide)))).IsProblem(HttpStatusCode.BadRequest);
        await NothingWritten();
    }

    [Fact]
    public async Task A_body_beyond_its_routes_limit_is_413_also_when_it_comes_in_pieces()
    {
        var large = Json(new byte[31 * 1024 * 1024]);
        (await Post("/api/reports", large)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await Post("/api/reports", new InPieces())).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        var form = new FormUrlEncodedContent(Enumerable.Range(0, 10_000).Select(n => KeyValuePair.Create($"k{n}", "v")));
        (await Post("/api/reports", form)).IsProblem(HttpStatusCode.UnsupportedMediaType);
        await NothingWritten();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("0000000000000001")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("01234567890123456789")]
    [InlineData("report-0000000001 with blanks")]
    public async Task A_key_that_others_would_come_upon_is_refused_by_the_headers_name(string? key)
    {
        (await running.Served.Post("/api/reports", running.Served.Report(), key)).IsProblem(HttpStatusCode.BadRequest, "idempotency-key", "Idempotency-Key");
        await NothingWritten();
    }

    [Fact]
    public async Task A_key_of_129_characters_is_refused()
    {
        (await running.Served.Post("/api/reports", running.Served.Report(), string.Concat(Enumerable.Repeat("a1b2", 33)))).IsProblem(HttpStatusCode.BadRequest, "idempotency-key");
    }

    [Fact]
    public async Task Rare_characters_marks_and_markup_are_kept_as_they_are()
    {
        await using var served = await ServedDistrict.Start();
        const string text = "𠮷野家 \u202Eevil\u202C z\u0301\u0301\u0301\u0301\u0301 a\u200Bb 👩‍👧 <script>alert(1)</script> ![](javascript:x) '; drop table entries; -- %_";
        var caseId = (string)(await served.Post("/api/reports", served.Report(text: text), Key)).Json["caseId"]!;
        var revealed = await served.Post($"/api/cases/{caseId}/reveal", new JsonObject { ["fields"] = new JsonArray("text"), ["purpose"] = "handling", ["desk"] = "desk 1" });
        Assert.Equal(text, (string)revealed.Json["text"]!);
        Assert.Equal(1, (await served.Get("/api/journal?limit=1000")).Json["entries"]!.AsArray().Count(entry => (string)entry!["name"]! == "dispute-reported"));
        served.Remove();
    }

    [Theory]
    [InlineData("/api/journal?limit=0")]
    [InlineData("/api/journal?limit=1000000")]
    [InlineData("/api/journal?after=-1")]
    [InlineData("/api/journal?after=9223372036854775808")]
    [InlineData("/api/journal?limit=abc")]
    public async Task A_query_out_of_range_is_400(string path) => (await running.Served.Get(path)).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("/api/journal?realm=nowhere")]
    [InlineData("/api/journal?realm=live&realm=demo")]
    [InlineData("/api/cases/HQ3M7TKD2V9WXYZ1")]
    [InlineData("/api/cases/..%2F..%2Fetc")]
    [InlineData("/api/track/L0000000000000000")]
    [InlineData("/api/track/x")]
    [InlineData("/api/nothing-here")]
    [InlineData("/api/places/..%2F..%2Fkeys/streets.json")]
    public async Task What_is_not_there_is_404(string path) => (await running.Served.Get(path)).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_page_of_another_site_can_change_nothing_and_open_no_hub()
    {
        foreach (var path in (string[])["/api/reports", "/api/realms/demo/wipe", "/hubs/board/negotiate?negotiateVersion=1"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json("{}"u8.ToArray()) };
            request.Headers.Add("Origin", "https://elsewhere.example");
            (await Answered.Of(await running.Served.Http.SendAsync(request, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
        }
        using var socket = new HttpRequestMessage(HttpMethod.Get, "/hubs/board");
        socket.Headers.Add("Origin", "http://127.0.0.1:1");
        (await Answered.Of(await running.Served.Http.SendAsync(socket, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.Forbidden, "foreign-origin");
        Assert.Equal("demo-0001", running.Served.Get<GridActors.Silo.Realms.IRealms>().Find("demo")!.Instance);
    }

    [Fact]
    public async Task A_forged_host_is_refused_and_forwarded_headers_are_not_believed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/realms");
        request.Headers.Host = "district.example";
        (await Answered.Of(await running.Served.Http.SendAsync(request, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.BadRequest, "unknown-host", "Host");
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/api/realms");
        forwarded.Headers.Add("X-Forwarded-Host", "district.example");
        forwarded.Headers.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.OK, (await running.Served.Http.SendAsync(forwarded, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Nothing_with_an_effect_answers_a_get()
    {
        foreach (var path in (string[])["/api/reports", "/api/realms/demo/wipe", "/api/parked/retry"])
            Assert.True((await running.Served.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, path);
    }

    private static ByteArrayContent Json(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private async Task<Answered> Post(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Key);
        request.Headers.ExpectContinue = content is InPieces || content.Headers.ContentLength > 1_000_000;
        return await Answered.Of(await running.Served.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    private async Task NothingWritten() =>
        Assert.DoesNotContain((await running.Served.Get("/api/journal?limit=1000")).Json["entries"]!.AsArray(), entry => ((string)entry!["stream"]!).StartsWith("dispute/", StringComparison.Ordinal));

    /// <summary>100 KB of blanks of which nobody says beforehand how many they are.</summary>
    private sealed class InPieces : HttpContent
    {
        public InPieces() => Headers.ContentType = new("application/json");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[10 * 1024];
            Array.Fill(piece, (byte)' ');
            for (var n = 0; n < 10; n++) await stream.WriteAsync(piece);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
