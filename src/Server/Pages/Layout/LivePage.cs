using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Audit;
using Xinglin.Server.Care;
using Xinglin.Server.Faults;

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
    private PageViews Views { get; set; } = null!;

    [Inject]
    private OpenedCharts Charts { get; set; } = null!;

    [Inject]
    private NavigationManager Place { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The last thing that was read or done failed: the page shows <c>FaultNote</c> instead of its content.</summary>
    protected bool Faulted { get; private set; }

    [CascadingParameter]
    private HttpContext? Drawing { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> SignedInPerson { get; set; } = null!;

    /// <summary>Whether the view is recorded and may be shown; null until that is known.</summary>
    protected bool? Opened { get; private set; }

    /// <summary>
    /// Records that this person opens the page, once a view. Call it before the page shows, and where it can, before it reads.
    /// </summary>
    /// <param name="page">The page's address without its query.</param>
    /// <param name="patients">Whose data it shows.</param>
    /// <returns>False: it could not be recorded, so nothing may be shown.</returns>
    protected async Task<bool> OpenAsync(string page, params IEnumerable<string> patients)
    {
        try
        {
            patients = [.. patients];
            if (!ListAddresses.HoldsPage(page))
                Charts.Show(this, [.. patients]);
            if (Drawing is { } context)
                Views.Draw(context, page, patients);
            else
                await Views.OpenAsync((await SignedInPerson).User, page, patients);
            Opened = true;
        }
        catch (AccessNotRecordedException)
        {
            Opened = false;
        }
        catch (ChartClosedException)
        {
            // The request that is sent anew is led to the way of opening the chart.
            Opened = false;
            Place.Refresh(forceReload: true);
        }
        return Opened == true;
    }

    /// <summary>The address names nothing: the request that draws the page is answered, and recorded, as 404.</summary>
    protected void NothingHere()
    {
        if (Drawing is not { Response.HasStarted: false } context)
            return;
        AccessNote.Of(context).Result = "404";
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Records something that is done or opened at the live page.</summary>
    /// <exception cref="AccessNotRecordedException">Do not do it.</exception>
    protected async Task RecordAsync(string action, string entity, params IEnumerable<string> patients) =>
        await Views.RecordAsync((await SignedInPerson).User, action, entity, patients);

    /// <summary>Whether something that was stored changes what the page shows.</summary>
    protected abstract bool Concerns(RecordChange change);

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

    /// <summary>Does something in the page's turn and its reader's language: news comes on the thread of whoever made it.</summary>
    protected async Task OnPageAsync(Action act)
    {
        try
        {
            await InvokeAsync(() =>
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _language;
                act();
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The page was left in the meantime.
        }
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
        Charts.Leave(this);
        Store.Committed -= Look;
        GC.SuppressFinalize(this);
    }

    // A patient who has changed hands since is not shown further.
    private async Task<bool> IsStillOpenAsync()
    {
        if (Views.AreOpen((await SignedInPerson).User, Charts.Of(this)))
            return true;
        await OnPageAsync(() =>
        {
            Opened = false;
            Place.Refresh(forceReload: true);
        });
        return false;
    }

    private void Look(IReadOnlyList<RecordChange> stored)
    {
        if (!stored.Any(Concerns) || Interlocked.Exchange(ref _waiting, 1) == 1)
            return;
        _ = RefreshSoonAsync();
    }

    private async Task RefreshSoonAsync()
    {
        await Task.Delay(Pause, Clock);
        Volatile.Write(ref _waiting, 0);
        if (_gone || !await IsStillOpenAsync())
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
