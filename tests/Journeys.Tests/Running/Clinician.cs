using Microsoft.Playwright;

namespace Xinglin.Journeys.Tests.Running;

/// <summary>A clinician at a headless Chromium, in one language and one theme.</summary>
public sealed class Clinician : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _name;
    private readonly List<string> _faults = [];

    private Clinician(IPlaywright playwright, IBrowser browser, IPage page, string name)
    {
        _playwright = playwright;
        _browser = browser;
        _name = name;
        Page = page;
        page.PageError += (_, error) => _faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _faults.Add(message.Text);
        };
        page.SetDefaultTimeout(30_000);
    }

    public IPage Page { get; }

    /// <summary>What the browser's console called an error.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<Clinician> SitDownAsync(
        string address,
        string language,
        string theme = "light",
        int width = 1280
    )
    {
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "Chromium is not installed: apt-get install chromium.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = chromium,
                Headless = true,
                Args = Arguments,
            }
        );
        var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = address,
                ViewportSize = new() { Width = width, Height = width == 1920 ? 1080 : 900 },
                ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sign-in?culture={language}");
        await context.AddCookiesAsync([
            new Cookie
            {
                Name = "xinglin-theme",
                Value = theme,
                Url = address,
            },
        ]);
        return new Clinician(playwright, browser, page, $"{language}-{theme}-{width}");
    }

    public async Task SignInAsync(string password, string user = "lin")
    {
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("input[name=user]", user);
        await Page.FillAsync("input[name=password]", password);
        await Page.ClickAsync("button[type=submit]");
        await Page.WaitForURLAsync(url => !url.Contains("sign-in"));
    }

    /// <summary>Opens a page and waits until it answers to clicks.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Keeps an image in <c>artifacts/screenshots</c>, for people to look at.</summary>
    public Task ImageAsync(string what) =>
        Page.ScreenshotAsync(
            new() { Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{what}-{_name}.png") }
        );

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
