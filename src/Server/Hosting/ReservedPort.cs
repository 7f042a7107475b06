using System.Net;
using System.Net.Sockets;

namespace Xinglin.Server.Hosting;

/// <summary>A loopback port that is listened on from the moment it was found, so that nobody takes it before the server listens.</summary>
public sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket;

    private ReservedPort(Socket socket) => _socket = socket;

    public string Url => $"http://localhost:{((IPEndPoint)_socket.LocalEndPoint!).Port}";

    /// <summary>The bound socket, for the server to listen on.</summary>
    public ulong Handle => (ulong)_socket.Handle;

    /// <summary>The wished port, or the next one that is free within the following hundred.</summary>
    /// <exception cref="IOException">All of them are taken.</exception>
    public static ReservedPort From(int wished)
    {
        for (var port = wished; port < wished + 100; port++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                // Bound alone is not taken: two programs may bind one port, but only one may listen.
                socket.Listen(512);
                return new ReservedPort(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }
        throw new IOException(
            $"The ports {wished} to {wished + 99} are all taken: name another with --port or --urls."
        );
    }

    public void Dispose() => _socket.Dispose();
}
