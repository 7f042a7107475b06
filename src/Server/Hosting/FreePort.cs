using System.Net;
using System.Net.Sockets;

namespace Xinglin.Server.Hosting;

/// <summary>Finding a loopback port that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>The wished port, or the next one that is free within the following hundred.</summary>
    /// <exception cref="IOException">All of them are taken.</exception>
    public static int From(int wished)
    {
        for (var port = wished; port < wished + 100; port++)
            if (IsFree(port))
                return port;
        throw new IOException($"The ports {wished} to {wished + 99} are all taken: name another with --urls.");
    }

    /// <summary>Any free port.</summary>
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
