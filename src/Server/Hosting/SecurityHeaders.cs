using System.Security.Cryptography;
using System.Text;
using Xinglin.Server.Audit;
using Xinglin.Server.Pages.Assets;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Headers that keep a page from being framed, sniffed or made to load from elsewhere. No script and no style runs that stands
/// within a page, but for the few texts of this program that are named by their hash (CSP Level 3, section 6.7.2).
/// </summary>
public static class SecurityHeaders
{
    // The film viewer runs its decoders as blob workers and WebAssembly.
    private static readonly string ContentPolicy =
        "default-src 'self'; img-src 'self' data: blob:; "
        + $"style-src 'self' {Hashes([.. InlineAssets.StyleTexts, UnrecordedAnswer.Style])}; "
        + $"script-src 'self' {Hashes([InlineAssets.ScriptText, InlineAssets.PasskeyText])} 'wasm-unsafe-eval' blob:; "
        + "worker-src 'self' blob:; connect-src 'self' blob: data:; font-src 'self' data:; object-src 'none'; "
        + "frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                Set(context);
                return next(context);
            }
        );

    /// <summary>Puts the headers on an answer.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["X-Frame-Options"] = "DENY";
        // A browser that has come by TLS once comes by nothing else for a year (RFC 6797).
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    private static string Hashes(IReadOnlyList<string> texts) =>
        string.Join(' ', texts.Select(text => $"'sha256-{Convert.ToBase64String(Hash(text))}'"));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
