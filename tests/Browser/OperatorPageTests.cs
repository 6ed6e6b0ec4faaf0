using System.Text.Json.Nodes;
using GridActors.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GridActors.Tests.Browser;

/// <summary>The operator's page in a real Chromium against the real service.</summary>
public sealed class OperatorPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("zh-CN", "新报告")]
    [InlineData("en-US", "New report")]
    public async Task The_board_loads_in_the_desks_language_and_the_console_shows_no_error(string language, string newReport)
    {
        await using var served = await Served();
        await using var desk = await chromium.Open(served.Address, "/?realm=live", language);

        await desk.Live();

        await Expect(desk.Page.Locator("button.new")).ToContainTextAsync(newReport);
        await desk.Page.Locator("canvas.maplibregl-canvas").First.WaitForAsync();
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task A_new_report_and_its_escalation_appear_without_a_reload()
    {
        await using var served = await Served();
        await using var desk = await chromium.Open(served.Address, "/?realm=live");
        await desk.Live();

        var caseId = await served.Reported("browser-new-report-1", building: 3);
        await desk.Row(caseId).WaitForAsync();
        await Act(served, caseId, "level-up", "browser-level-up-0001", new JsonObject { ["desk"] = "区-01", ["reason"] = "需住建部门到场" });

        await Expect(desk.Row(caseId)).ToContainTextAsync("社区");
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task The_keys_A_and_Z_acknowledge_a_case_and_take_it_back()
    {
        await using var served = await Served();
        var caseId = await served.Reported("browser-acknowledge-1");
        await using var desk = await chromium.Open(served.Address, "/?realm=live");
        await desk.Row(caseId).ClickAsync();

        await desk.Page.Keyboard.PressAsync("a");
        var held = await served.Case(caseId, page => (string)page["card"]!["state"]! == "inHand");

        Assert.Equal("operator", (string)held["card"]!["by"]!["role"]!);
        Assert.Contains("区-07", held.ToJsonString(Unescaped), StringComparison.Ordinal);
        await Expect(desk.Row(caseId)).ToContainTextAsync("已确认");
    }

    [Fact]
    public async Task A_phone_call_becomes_a_case_through_the_form()
    {
        await using var served = await Served();
        await using var desk = await chromium.Open(served.Address, "/?realm=live");
        await desk.Live();

        await desk.Page.Keyboard.PressAsync("n");
        var form = desk.Page.GetByRole(AriaRole.Region, new() { Name = "新报告" });
        await form.GetByRole(AriaRole.Combobox).First.FillAsync(served.Registry.Buildings[5].Id.Code);
        await form.GetByRole(AriaRole.Option).First.ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "邻里" }).ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "橙 紧急" }).ClickAsync();
        await form.Locator("textarea").FillAsync("楼上夜里装修，已经三天。");
        await desk.Page.Keyboard.PressAsync("Control+Enter");

        await desk.Page.Locator(".receipt").WaitForAsync();
        await desk.Page.Locator(".q[data-case]").First.WaitForAsync();
        Assert.Empty(desk.Errors);
    }

    [Fact]
    public async Task The_table_drills_down_from_the_district_to_the_building()
    {
        await using var served = await Served();
        var caseId = await served.Reported("browser-drill-down-1", building: 11);
        await using var desk = await chromium.Open(served.Address, "/?realm=live");
        await desk.Row(caseId).WaitForAsync();
        var building = served.Registry.Buildings[11].Id;

        await desk.Page.Keyboard.PressAsync("t");
        var table = desk.Page.Locator(".tables");
        foreach (var level in (AreaLevelName[])[new(0), new(1), new(2), new(3)])
        {
            var name = level.Of(building, served);
            await table.GetByRole(AriaRole.Button, new() { Name = name }).First.ClickAsync();
        }

        await Expect(table.GetByRole(AriaRole.Button)).ToHaveCountAsync(1);
        await Expect(table).ToContainTextAsync("安全隐患");
    }

    [Fact]
    public async Task A_board_that_lost_its_service_says_so_and_catches_up_when_it_is_back()
    {
        var first = await Served();
        var port = first.Address.Port;
        await using var desk = await chromium.Open(first.Address, "/?realm=live");
        await desk.Live();
        await first.DisposeAsync();
        await desk.Page.Locator("header.top.lost").WaitForAsync();

        await using var again = await ServedDistrict.StartOn(port, first.Data);
        again.Remove();
        var caseId = await again.Reported("browser-reconnect-1");

        await desk.Row(caseId).WaitForAsync();
        await desk.Live();
    }

    [Theory]
    [InlineData("/wall?realm=demo", 1920, 1080)]
    [InlineData("/wall?realm=demo", 3840, 2160)]
    [InlineData("/?realm=demo", 390, 844)]
    [InlineData("/report", 390, 844)]
    public async Task No_page_is_wider_than_its_screen(string path, int width, int height)
    {
        await using var served = await Served();
        await using var desk = await chromium.Open(served.Address, path, width: width, height: height);

        await desk.Page.Locator("body *:visible").First.WaitForAsync();
        await desk.Page.WaitForLoadStateAsync(LoadState.Load);

        Assert.True(await desk.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        Assert.Empty(desk.Errors);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<ServedDistrict> Served()
    {
        var served = await ServedDistrict.Start();
        served.Remove();
        return served;
    }

    private static async Task Act(ServedDistrict served, string caseId, string command, string key, JsonObject body)
    {
        var etag = (string)(await served.Case(caseId))["card"]!["etag"]!;
        var answer = await served.Post($"/api/cases/{caseId}/{command}?realm=live", body, key, etag);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
    }

    /// <summary>What the drill-down's button of a level says of a building's place.</summary>
    private sealed record AreaLevelName(int Level)
    {
        public string Of(GridActors.Places.AreaId building, ServedDistrict served)
        {
            var area = building.At((GridActors.Places.AreaLevel)(Level + 1));
            return Level < 2 ? served.Registry.Name(area).Zh : area.Code[(area.Code.LastIndexOf('-') + 1)..];
        }
    }
}
