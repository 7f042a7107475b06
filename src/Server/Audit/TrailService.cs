using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.Audit;

/// <summary>Keeps the trail while the server runs, and records that it starts, with which rules, and that it stops.</summary>
public sealed class TrailService(
    TrailMaintenance keeper,
    AccessTrail trail,
    AccountsWitness accounts,
    RulesInForce rules
) : IHostedService
{
    private static readonly AuditActor Self = AuditActor.Command("server");

    public async Task StartAsync(CancellationToken cancel)
    {
        await keeper.StartAsync();
        await accounts.StartAsync();
        await trail.RecordAsync(new(Self, AuditActions.Start, "server") { Items = rules.Digests() });
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        try
        {
            await trail.RecordAsync(new(Self, AuditActions.Stop, "server"));
        }
        catch (AccessNotRecordedException)
        {
            // It stops all the same; the missing entry and the open chain tell of it.
        }
    }
}
