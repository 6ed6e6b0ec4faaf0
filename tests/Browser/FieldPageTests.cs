using System.Net;
using System.Text.Json.Nodes;
using GridActors.Places;
using GridActors.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GridActors.Tests.Browser;

/// <summary>The phone of somebody in the field, in a real Chromium against the real service: offline by the browser's own switch, and back.</summary>
public sealed class FieldPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] FieldRows =
        ["dispute-acknowledged", "dispute-task-advanced", "dispute-noted", "dispute-photo-added", "dispute-task-completed", "dispute-settled"];

    [Fact]
    public async Task Four_acts_and_a_photo_from_a_dead_spot_are_applied_once_each_in_order_although_two_replies_are_lost()
    {
        await using var served = await FieldDistrict.Start();
        served.Remove();
        var (building, crew) = served.Crew(1);
        var (caseId, taskId) = await served.Given("browser-field-dead-spot", crew[0], building);
        await using var phone = await Open(served, crew[0], $"/field/task/{taskId}");
        await phone.Page.Locator("button[data-command=acknowledge]:not([aria-disabled=true])").WaitForAsync();

        await phone.Page.Context.SetOfflineAsync(true);
        await phone.Page.Locator("button[data-command=acknowledge]").ClickAsync();
        await phone.Page.Locator("button[data-command=arrive]").ClickAsync();
        await Write(phone.Page, "记一笔", "两辆电动车在楼道充电，已拔线", "记下");
        await phone.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "p.jpg", MimeType = "image/jpeg", Buffer = InventedPhotos.JpegWithPosition(900, 600) });
        await Expect(phone.Page.Locator(".pill")).ToContainTextAsync("待发 4");
        await phone.Page.Locator("button[data-command=complete]").ClickAsync();
        await phone.Page.Locator("input[name=outcome][value=settled]").CheckAsync();
        await phone.Page.Locator("form textarea").FillAsync("车主把车推下楼，通道清空");
        await phone.Page.Locator("form button[type=submit]").ClickAsync();
        await Expect(phone.Page.Locator(".pill")).ToContainTextAsync("待发 5");

        var lost = 0;
        await phone.Page.RouteAsync("**/api/tasks/**", async route =>
        {
            var answer = await route.FetchAsync();
            if (route.Request.Method == "POST" && Interlocked.Increment(ref lost) is 2 or 4) await route.AbortAsync();
            else await route.FulfillAsync(new() { Response = answer });
        });
        await phone.Page.Context.SetOfflineAsync(false);

        var page = await served.Case(caseId, page => (string)page["card"]!["state"]! == "settled", FieldDistrict.Realm);
        var names = page["timeline"]!.AsArray().Select(line => (string)line!["name"]!).Where(FieldRows.Contains).ToList();
        Assert.Equal(FieldRows, names);
        Assert.True(lost >= 6, $"{lost} answers: two were lost and asked for again");
        await Expect(phone.Page.Locator(".pill")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_written_offline_about_a_case_that_has_moved_on_is_kept_and_the_phone_says_so()
    {
        await using var served = await FieldDistrict.Start();
        served.Remove();
        var (building, crew) = served.Crew(2);
        var (caseId, taskId) = await served.Given("browser-field-moved-on", crew[0], building);
        await using var phone = await Open(served, crew[0], $"/field/task/{taskId}");
        await phone.Page.Locator("button[data-command=acknowledge]:not([aria-disabled=true])").WaitForAsync();

        await phone.Page.Context.SetOfflineAsync(true);
        await Write(phone.Page, "记一笔", "敲门三次没有人应", "记下");
        var taken = await served.Act(taskId, "acknowledge", crew[1], "moved-on-taken-by-83kd");
        Assert.True(taken.Status == HttpStatusCode.OK, taken.Text);
        await phone.Page.Context.SetOfflineAsync(false);

        await Expect(phone.Page.Locator(".notices")).ToContainTextAsync("您写的已留在案卷里");
        var page = await served.Case(caseId, page => page["timeline"]!.AsArray().Any(line => (string)line!["name"]! == "dispute-noted"), FieldDistrict.Realm);
        Assert.Single(page["notes"]!.AsArray());
        Assert.Equal(crew[1].Value, (string)page["card"]!["assigned"]!["responder"]!);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    public async Task A_phone_can_be_used_with_a_screen_reader_and_a_keyboard_in_both_languages(int width, int height)
    {
        await using var served = await FieldDistrict.Start();
        served.Remove();
        var (building, crew) = served.Crew(1);
        var (_, taskId) = await served.Given("browser-field-axe-task", crew[0], building);
        foreach (var language in (string[])["zh-CN", "en-US"])
        {
            await using var phone = await Open(served, crew[0], "/field", language, width, height);
            await phone.Page.Locator("button[data-command=acknowledge]").WaitForAsync();
            await AccessibilityTests.NothingIsWrong(phone.Page, $"the inbox in {language}");
            await phone.Page.GotoAsync(new Uri(served.Address, $"/field/task/{taskId}").ToString());
            await phone.Page.Locator("button[data-command=acknowledge]").WaitForAsync();
            await AccessibilityTests.NothingIsWrong(phone.Page, $"the task in {language}");
            Assert.Empty(phone.Errors);
        }
    }

    private async Task<DeskPage> Open(ServedDistrict served, ResponderId who, string path, string language = "zh-CN", int width = 390, int height = 844)
    {
        var phone = await chromium.Open(served.Address, "/report", language, width, height);
        var known = served.Roster().Find(who)!;
        var identity = new JsonObject { ["realm"] = FieldDistrict.Realm, ["responder"] = who.Value, ["kind"] = "worker", ["home"] = known.Home.Code, ["name"] = "黄*" };
        await phone.Page.EvaluateAsync("who => localStorage.setItem('gridactors.field', who)", identity.ToJsonString());
        await phone.Page.GotoAsync(new Uri(served.Address, path).ToString());
        return phone;
    }

    private static async Task Write(IPage page, string button, string text, string send)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await page.Locator("form textarea").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = send, Exact = true }).ClickAsync();
    }
}
