using System.Net;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting.Transport;

/// <summary>Names that this server answers to: a request for another one is none of its business, and may be a trick.</summary>
public static class HostNames
{
    private static readonly BilingualText Words = new(
        "本服务器不以此主机名应答：请使用其网址，或由信息科以 --allowed-host 加入该名称。",
        "This server does not answer to that host name: use its own address, or add the name with --allowed-host."
    );

    /// <summary>Call it before anything reads who asks.</summary>
    /// <param name="url">The address that the server listens on.</param>
    /// <param name="refuse">Answers in the protocol's own form.</param>
    public static void UseHostNames(
        this WebApplication app,
        TransportOptions options,
        string url,
        Func<HttpContext, int, BilingualText, Task> refuse
    )
    {
        var allowed = options.AllowedHosts ?? [];
        var onLoopback = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;
        if (allowed.Count == 0 && !onLoopback)
            return;
        app.Use(
            async (context, next) =>
            {
                var host = context.Request.Host.Host;
                if (host.Length == 0 || IsLoopback(host) || allowed.Any(name => Is(host, name)))
                    await next(context);
                else
                    await refuse(context, StatusCodes.Status400BadRequest, Words);
            }
        );
    }

    private static bool Is(string host, string name) =>
        name.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 6761: <c>localhost</c> and all below it are this machine.</summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
