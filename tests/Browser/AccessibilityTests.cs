using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using GridActors.Tests.Web;
using Microsoft.Playwright;

namespace GridActors.Tests.Browser;

/// <summary>Every screen against the rules of WCAG 2.2 A and AA, as far as a program can judge them (axe-core), in both languages.</summary>
public sealed class AccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    internal static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData("/?realm=live", "header.top.live", 1920, 1080)]
    [InlineData("/?realm=live", "header.top.live", 390, 844)]
    [InlineData("/wall?realm=live", "header", 1920, 1080)]
    [InlineData("/report", "form", 390, 844)]
    [InlineData("/track/", "form", 390, 844)]
    public async Task A_screen_can_be_used_with_a_screen_reader_and_a_keyboard(string path, string readyWhen, int width, int height)
    {
        await using var served = await ServedDistrict.Start();
        served.Remove();
        await served.Reported("axe-report-number-1", building: 3);
        foreach (var language in (string[])["zh-CN", "en-US"])
        {
            await using var desk = await chromium.Open(served.Address, path, language, width, height);
            await desk.Page.Locator(readyWhen).First.WaitForAsync();
            await NothingIsWrong(desk.Page, $"{path} in {language}");
        }
    }

    [Fact]
    public async Task The_case_drawer_the_table_and_the_new_report_form_can_be_too()
    {
        await using var served = await ServedDistrict.Start();
        served.Remove();
        var caseId = await served.Reported("axe-drawer-number-1", building: 3);
        await using var desk = await chromium.Open(served.Address, "/?realm=live");
        await desk.Row(caseId).ClickAsync();
        await desk.Page.Locator("article.drawer").WaitForAsync();
        await NothingIsWrong(desk.Page, "the case drawer");
        await desk.Page.Keyboard.PressAsync("t");
        await desk.Page.Locator(".tables").WaitForAsync();
        await NothingIsWrong(desk.Page, "the table");
        await desk.Page.Keyboard.PressAsync("n");
        await desk.Page.GetByRole(AriaRole.Region, new() { Name = "新报告" }).WaitForAsync();
        await NothingIsWrong(desk.Page, "the new-report form");
    }

    internal static async Task NothingIsWrong(IPage page, string where)
    {
        var wrong = (await page.RunAxe(Wcag)).Violations.Select(rule => $"{rule.Id}: {rule.Help} ({string.Join("; ", rule.Nodes.Take(4).Select(node => node.Html))})").ToArray();
        Assert.True(wrong.Length == 0, $"{where}:\n{string.Join('\n', wrong)}");
    }
}
