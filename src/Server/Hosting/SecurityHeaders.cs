namespace Xinglin.Server.Hosting;

/// <summary>Headers that keep a page from being framed, sniffed or made to load from elsewhere.</summary>
public static class SecurityHeaders
{
    // Blazor and MudBlazor set inline styles; the film viewer runs its decoders as blob workers and WebAssembly.
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        + "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; connect-src 'self' ws: wss: blob: data:; "
        + "font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                Set(context.Response.Headers);
                return next(context);
            }
        );

    /// <summary>Puts the headers on an answer.</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["X-Frame-Options"] = "DENY";
    }
}
