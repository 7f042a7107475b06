using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Care;

/// <summary>
/// A live page acts only while the charts that it shows are open to its person: where a patient has changed hands, or a break-glass
/// access has ended, nothing is done and the page is asked for anew, which leads to the way of opening it.
/// </summary>
public sealed class ChartCircuit(
    OpenedCharts shown,
    ChartAccess charts,
    AuthenticationStateProvider who,
    NavigationManager navigation,
    TimeProvider clock
) : CircuitHandler, IDisposable
{
    /// <summary>How soon a page that nobody touches knows of it.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private ITimer? _timer;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancel)
    {
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, Look, Look);
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            if (await AreOpenAsync())
                await next(context);
            else
                Close();
        };

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancel)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private async Task LookAsync()
    {
        if (!await AreOpenAsync())
            Close();
    }

    private async Task<bool> AreOpenAsync()
    {
        try
        {
            return shown.All is not { Count: > 0 } patients
                || charts.Closed((await who.GetAuthenticationStateAsync()).User, patients).Count == 0;
        }
        catch (Exception fault) when (AccountsDamage.Is(fault) || fault is StorageFaultException)
        {
            return false;
        }
    }

    private void Close()
    {
        try
        {
            navigation.Refresh(forceReload: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Microsoft.JSInterop.JSDisconnectedException)
        {
            // Nobody is looking any more.
        }
    }
}
