using Orleans.Configuration;

namespace Xinglin.Server.Work;

/// <summary>The distributed engine: an Orleans silo in this process that carries out FHIR Tasks.</summary>
public static class WorkModule
{
    public static void AddWork(this WebApplicationBuilder builder, SiloPorts ports)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(ports.Silo, ports.Gateway, primarySiloEndpoint: null);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5));
        });
        builder.Services.AddSingleton<RequestedWork>();
        builder.Services.AddSingleton<WorkRunner>();
        builder.Services.AddHostedService<WorkPickup>();
    }
}

/// <summary>The two loopback ports of the silo.</summary>
public sealed record SiloPorts(int Silo, int Gateway);
