using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Xinglin.Server.SignIn;

/// <summary>
/// A live page lives no longer than the session that it was opened in: whatever a person does there is done only while the session
/// is open, and when it ends, by sign-out in another tab or by an administrator, the page goes to sign-in.
/// </summary>
public sealed class LiveSession(
    SessionStore sessions,
    AuthenticationStateProvider who,
    NavigationManager navigation,
    TimeProvider clock
) : CircuitHandler, IDisposable
{
    /// <summary>How soon an open page knows of what another process ended.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private string? _session;
    private ITimer? _timer;
    private bool _isClosed;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancel)
    {
        _session = SessionStore.IdOf((await who.GetAuthenticationStateAsync()).User);
        sessions.Ended += OnEnded;
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, Look, Look);
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            if (_session is null || await IsOpenAsync(used: true))
                await next(context);
            else
                Close();
        };

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancel)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        sessions.Ended -= OnEnded;
        _timer?.Dispose();
    }

    private void OnEnded(string session)
    {
        if (session == _session)
            Close();
    }

    private async Task LookAsync()
    {
        if (_session is not null && !await IsOpenAsync(used: false))
            Close();
    }

    private async Task<bool> IsOpenAsync(bool used)
    {
        try
        {
            return await sessions.IsOpenAsync(_session!, used);
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            return false;
        }
    }

    private void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        try
        {
            // The page is asked for anew, and the server leads to sign-in and back.
            navigation.Refresh(forceReload: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Microsoft.JSInterop.JSDisconnectedException)
        {
            // Nobody is looking any more.
        }
    }
}
