using Microsoft.AspNetCore.Components;

namespace Xinglin.Server.Pages.SignIn;

/// <summary>
/// Styles, script and logo that the sign-in page carries within itself: no file of the program answers before sign-in.
/// </summary>
public static class InlineAssets
{
    public static readonly MarkupString Styles = new(
        $"<style>{Text("tokens.css")}</style><style>{Text("pages.css")}</style>"
    );

    public static readonly MarkupString Script = new($"<script>{Text("theme.js")}</script>");

    public static readonly string Logo = "data:image/svg+xml," + Uri.EscapeDataString(Text("favicon.svg"));

    private static string Text(string name)
    {
        using var stream =
            typeof(InlineAssets).Assembly.GetManifestResourceStream($"sign-in/{name}")
            ?? throw new InvalidOperationException($"The program was built without {name}: build it again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
