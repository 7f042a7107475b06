using System.Net;

namespace Xinglin.Reports.Tests.Pades;

/// <summary>A time stamp server of its own on the loopback, with <c>openssl ts</c> behind it.</summary>
internal sealed class TimestampServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Folder _folder;

    private TimestampServer(Folder folder, int port)
    {
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}/tsa/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public static async Task<TimestampServer> StartAsync(Folder folder)
    {
        await File.WriteAllTextAsync(
            folder.File("ts.cnf"),
            $"""
            [req]
            distinguished_name = dn
            [dn]
            [tsa_ext]
            extendedKeyUsage = critical,timeStamping
            [tsa]
            default_tsa = one
            [one]
            serial = {folder.File("serial")}
            signer_cert = {folder.File("tsa.crt")}
            signer_key = {folder.File("tsa.key")}
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """
        );
        await Signed.RunAsync(
            "openssl",
            "openssl",
            [
                .. "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=TSA -extensions tsa_ext -config".Split(' '),
                folder.File("ts.cnf"),
                "-keyout",
                folder.File("tsa.key"),
                "-out",
                folder.File("tsa.crt"),
            ]
        );
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new(folder, port);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using (var file = File.Create(_folder.File("query")))
                    await context.Request.InputStream.CopyToAsync(file);
                await Signed.RunAsync(
                    "openssl",
                    "openssl",
                    [
                        "ts",
                        "-reply",
                        "-config",
                        _folder.File("ts.cnf"),
                        "-queryfile",
                        _folder.File("query"),
                        "-out",
                        _folder.File("reply"),
                    ]
                );
                context.Response.ContentType = "application/timestamp-reply";
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(_folder.File("reply")));
                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException) { }
    }
}
