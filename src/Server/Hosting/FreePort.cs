using System.Net;
using System.Net.Sockets;

namespace Xinglin.Server.Hosting;

/// <summary>Finding a loopback port that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>Any free port.</summary>
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
