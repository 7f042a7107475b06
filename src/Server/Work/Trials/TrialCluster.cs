using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Orleans.Configuration;
using Xinglin.Formats;

namespace Xinglin.Server.Work.Trials;

/// <summary>A running cluster of <see cref="TrialSilo"/>s, as the training process sees it.</summary>
public sealed class TrialCluster : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly IHost _client;
    private readonly IGrainFactory _grains;
    private readonly ConcurrentDictionary<string, int> _done = [];

    /// <summary>How long somebody may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private TrialCluster(IHost client)
    {
        _client = client;
        _grains = client.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>How many trials each silo has carried out.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <param name="gateways">The gateway port of each silo, on loopback.</param>
    /// <exception cref="InvalidInputException">Nobody answers there.</exception>
    public static async Task<TrialCluster> ConnectAsync(IReadOnlyList<int> gateways, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. gateways.Select(port => new IPEndPoint(IPAddress.Loopback, port))]);
            client.Configure<ClusterOptions>(options =>
                (options.ClusterId, options.ServiceId) = (TrialSilo.Cluster, TrialSilo.Cluster)
            );
        });
        var host = builder.Build();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await host.StartAsync(patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            host.Dispose();
            throw InvalidInputException.In(
                $"option --silos {string.Join(',', gateways)}",
                "No worker answers there. Start one with: xinglin worker --port PORT; its gateway is the port that it prints."
            );
        }
        return new TrialCluster(host);
    }

    /// <summary>Has a piece carried out; a silo that dies over it is replaced by another, for a piece may be done again.</summary>
    /// <exception cref="InvalidInputException">The silo rejected the piece, or three silos died over it.</exception>
    public async Task<byte[]> CarryAsync(string piece, CancellationToken ct)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(piece)));
        for (var attempt = 1; ; attempt++)
        {
            TrialAnswer answer;
            try
            {
                answer = await _grains.GetGrain<ITrialGrain>($"{key}-{attempt}").CarryOutAsync(piece).WaitAsync(ct);
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException && attempt < Attempts)
            {
                continue;
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException)
            {
                throw InvalidInputException.In(
                    "option --silos",
                    $"The workers do not answer ({fault.GetType().Name})."
                );
            }
            _done.AddOrUpdate(answer.Silo, 1, (_, count) => count + 1);
            return answer.Scores
                ?? throw InvalidInputException.In($"the worker {answer.Silo}", answer.Refusal ?? "It gave no reason.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        _client.Dispose();
    }
}
