using System.Globalization;
using Microsoft.AspNetCore.Components;
using Xinglin.Records.Fhir;

namespace Xinglin.Server.Pages.Layout;

/// <summary>A page that reads itself again when records that concern it were stored, at most twice a second.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private int _waiting;
    private bool _gone;

    [Inject]
    protected FhirStore Store { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Whether something that was stored changes what the page shows.</summary>
    protected abstract bool Concerns(RecordChange change);

    /// <summary>Reads the page's data again.</summary>
    protected abstract void Refresh();

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
        if (_gone)
            return;
        try
        {
            await InvokeAsync(() =>
            {
                // The news came on the store's thread, which speaks no reader's language.
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _language;
                Refresh();
                StateHasChanged();
            });
        }
        catch (ObjectDisposedException)
        {
            // The page was left in the meantime.
        }
    }
}
