using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Server.ModelUse;

namespace Xinglin.Server.Work;

/// <summary>
/// Hands unfinished Tasks to their grains: at start, whenever a commit brought new ones, and every half minute for
/// those that another process stored or that a crash left behind.
/// </summary>
public sealed class WorkPickup(FhirStore store, TaskQueue queue, IGrainFactory grains, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _news = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        store.Committed += OnCommitted;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                foreach (var task in queue.Unfinished())
                    await grains.GetGrain<IWorkGrain>(task.Id!).StartAsync();
                using var reminder = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var tick = Task.Delay(Reminder, clock, reminder.Token);
                var news = _news.WaitAsync(reminder.Token);
                await Task.WhenAny(tick, news);
                await reminder.CancelAsync();
            }
        }
        finally
        {
            store.Committed -= OnCommitted;
        }
    }

    private bool IsRequest(RecordChange change) =>
        ModelPromotions.Concerns(change)
        || (
            change is { Type: "Task", Deleted: false }
            && store.Read<FhirTask>(change.Id) is { Status: FhirTask.TaskStatus.Requested }
        );

    private void OnCommitted(IReadOnlyList<RecordChange> changes)
    {
        if (!changes.Any(IsRequest))
            return;
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // The pick-up already knows that there is news.
        }
    }
}
