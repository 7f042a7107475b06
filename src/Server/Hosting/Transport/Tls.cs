using Microsoft.AspNetCore.HttpOverrides;
using Xinglin.Formats;

namespace Xinglin.Server.Hosting.Transport;

/// <summary>TLS of the server itself, or of a reverse proxy before it.</summary>
public static class Tls
{
    /// <summary>Listens by TLS where the address says so.</summary>
    /// <param name="url">The address that the server listens on.</param>
    /// <exception cref="InvalidInputException">The address and the certificate do not go together, or it cannot be read.</exception>
    public static void UseTls(this WebApplicationBuilder builder, TransportOptions options, string url)
    {
        var isSecure = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (isSecure != options.CertificateFile is not null)
        {
            throw isSecure
                ? InvalidInputException.In("--urls", "https needs a certificate. Give its file by --certificate.")
                : InvalidInputException.In(
                    "--certificate",
                    "The address is plain HTTP. Give one that begins with https:// by --urls."
                );
        }
        if (!isSecure)
            return;
        var certificate = new ServerCertificate(options, TimeProvider.System);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureHttpsDefaults(https =>
            {
                // Asked for each connection, so that a renewed one is shown without a restart.
                https.ServerCertificateSelector = (_, _) => certificate.Current.TargetCertificate;
                https.OnAuthenticate = (_, ssl) =>
                {
                    ssl.ServerCertificateSelectionCallback = null;
                    ssl.ServerCertificateContext = certificate.Current;
                };
            })
        );
    }

    /// <summary>Call it first: addresses of clients, scheme and host are then what the trusted proxies say.</summary>
    public static void UseTrustedProxies(this WebApplication app, TransportOptions options)
    {
        var networks = options.Proxies;
        if (networks.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // As many as stand in a row and are trusted.
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in networks)
            forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }
}
