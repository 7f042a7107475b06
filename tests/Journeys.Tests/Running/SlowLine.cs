using System.Net;
using System.Net.Sockets;

namespace Xinglin.Journeys.Tests.Running;

/// <summary>A line to a server that takes its time in each direction: 75 ms make a round trip of 150 ms.</summary>
public sealed class SlowLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly TimeSpan _delay;

    public SlowLine(string server, TimeSpan delay)
    {
        _target = new Uri(server).Port;
        _delay = delay;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = TakeAsync();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
                _ = JoinAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is taken down.
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(
                    PassAsync(near.GetStream(), far.GetStream()),
                    PassAsync(far.GetStream(), near.GetStream())
                );
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
            {
                // One side hung up.
            }
        }
    }

    // Each piece is as late as the line is long, and the next is on its way meanwhile.
    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var sent = Task.CompletedTask;
        var buffer = new byte[65536];
        for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0; )
        {
            var piece = buffer[..read];
            var late = Task.Delay(_delay, _end.Token);
            var before = sent;
            sent = SendAsync();

            async Task SendAsync()
            {
                await late;
                await before;
                await to.WriteAsync(piece, _end.Token);
            }
        }
        await sent;
    }
}
