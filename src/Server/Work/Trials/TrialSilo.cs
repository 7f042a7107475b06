using System.Net;
using Orleans.Configuration;
using Xinglin.Learning.Tables.ModelSelection;

namespace Xinglin.Server.Work.Trials;

/// <summary>
/// A process that carries out trials and nothing else: a silo of a cluster of its own, on loopback, without records or pages.
/// </summary>
public static class TrialSilo
{
    /// <summary>The cluster's name; a server's own silo belongs to another.</summary>
    public const string Cluster = "xinglin-trials";

    /// <param name="first">The silo port of the cluster's first silo; null: this is the first.</param>
    public static IHost Build(SiloPorts ports, int? first)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                ports.Silo,
                ports.Gateway,
                first is { } port ? new IPEndPoint(IPAddress.Loopback, port) : null,
                Cluster,
                Cluster
            );
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(2));
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<TrialWorker>();
        builder.Services.AddSingleton<TrialDesk>();
        return builder.Build();
    }
}
