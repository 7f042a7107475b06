using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Components;
using Xinglin.Records.Fhir;
using Xinglin.Server.Hosting;

namespace Xinglin.Server.Pages.Layout;

/// <summary>
/// A page that reads itself again when records that concern it were stored, at most twice a second. A fault while it reads or
/// acts is told on the page (<see cref="Faulted"/>); the connection and what was typed elsewhere stay.
/// </summary>
public abstract class LivePage : ComponentBase, IHandleEvent, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private int _waiting;
    private bool _gone;

    [Inject]
    protected FhirStore Store { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The last thing that was read or done failed: the page shows <c>FaultNote</c> instead of its content.</summary>
    protected bool Faulted { get; private set; }

    /// <summary>Whether a stored resource changes what the page shows.</summary>
    protected abstract bool Concerns(Resource resource);

    /// <summary>Reads the page's data again.</summary>
    protected abstract void Refresh();

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        try
        {
            Faulted = false;
            await base.SetParametersAsync(parameters);
        }
        catch (Exception fault) when (fault is not (NavigationException or OperationCanceledException))
        {
            Tell(fault);
            StateHasChanged();
        }
    }

    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        try
        {
            var acting = item.InvokeAsync(arg);
            if (!acting.IsCompleted)
                StateHasChanged();
            await acting;
        }
        catch (Exception fault) when (fault is not (NavigationException or OperationCanceledException))
        {
            Tell(fault);
        }
        StateHasChanged();
    }

    /// <summary>Notes a fault for the page and, without anything that a patient's data could be in, for the log.</summary>
    protected void Tell(Exception fault)
    {
        Faulted = true;
        FaultLog.Write(Loggers.CreateLogger(GetType()), fault, GetType().Name);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            Store.Committed += Look;
    }

    public virtual void Dispose()
    {
        _gone = true;
        Store.Committed -= Look;
        GC.SuppressFinalize(this);
    }

    private void Look(IReadOnlyList<Resource> stored)
    {
        if (!stored.Any(Concerns) || Interlocked.Exchange(ref _waiting, 1) == 1)
            return;
        _ = RefreshSoonAsync();
    }

    private async Task RefreshSoonAsync()
    {
        await Task.Delay(Pause, Clock);
        Volatile.Write(ref _waiting, 0);
        if (_gone)
            return;
        try
        {
            await InvokeAsync(() =>
            {
                // The news came on the store's thread, which speaks no reader's language.
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _language;
                try
                {
                    Refresh();
                    Faulted = false;
                }
                catch (Exception fault)
                {
                    Tell(fault);
                }
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The page was left in the meantime.
        }
    }
}
