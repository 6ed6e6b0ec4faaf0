using Microsoft.Playwright;

namespace GridActors.Tests.Browser;

/// <summary>One headless Chromium for all browser tests. Without one on the machine they skip loudly; where all tests are required they fail instead.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Required = "GRIDACTORS_REQUIRE_ALL_TESTS";

    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Paths.FirstOrDefault(File.Exists) is not { } path) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags });
    }

    /// <summary>A fresh page that belongs to a desk and collects what the console says of errors.</summary>
    public async Task<DeskPage> Open(Uri address, string path, string language = "zh-CN", int width = 1920, int height = 1080)
    {
        if (browser is null)
        {
            if (Environment.GetEnvironmentVariable(Required) == "1") throw new InvalidOperationException("there is no Chromium and all tests are required");
            Assert.Skip("SKIPPED: there is no Chromium on this machine (apt-get install chromium)");
        }
        var context = await browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = height } });
        await context.AddInitScriptAsync("if (!localStorage.getItem('gridactors.desk')) localStorage.setItem('gridactors.desk', JSON.stringify('区-07'))");
        var page = await context.NewPageAsync();
        var opened = new DeskPage(context, page);
        await page.GotoAsync(new Uri(address, path).ToString());
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>A page in a context of its own, and the errors its console showed.</summary>
public sealed class DeskPage : IAsyncDisposable
{
    private readonly IBrowserContext context;

    public DeskPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    /// <summary>The queue's row of a case.</summary>
    public ILocator Row(string caseId) => Page.Locator($".q[data-case='{caseId}']");

    /// <summary>Waits until the link is live: the top bar carries the link's state as a class.</summary>
    public Task Live() => Page.Locator("header.top.live").WaitForAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
