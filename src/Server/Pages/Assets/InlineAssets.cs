using Microsoft.AspNetCore.Components;

namespace Xinglin.Server.Pages.Assets;

/// <summary>
/// Styles, script and logo that the sign-in page carries within itself: no file of the program answers before sign-in.
/// </summary>
public static class InlineAssets
{
    /// <summary>The texts of <see cref="Styles"/>, which the policy of the pages knows by their hashes.</summary>
    public static readonly IReadOnlyList<string> StyleTexts = [Text("tokens.css"), Text("pages.css")];

    /// <summary>The text of <see cref="Script"/>.</summary>
    public static readonly string ScriptText = Text("theme.js");

    /// <summary>The text of <see cref="PasskeyScript"/>.</summary>
    public static readonly string PasskeyText = Text("passkeys.js");

    public static readonly MarkupString PasskeyScript = new($"<script>{PasskeyText}</script>");

    public static readonly MarkupString Styles = new(
        string.Concat(StyleTexts.Select(text => $"<style>{text}</style>"))
    );

    public static readonly MarkupString Script = new($"<script>{ScriptText}</script>");

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
