using System.Runtime;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Gives memory back to the system after a large request. The runtime collects when it allocates; a server that has just
/// become quiet would keep what its last import took until the next one.
/// </summary>
public sealed class MemoryReturn : BackgroundService
{
    private const long WorthIt = 96L << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _kept;
    private long _before;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        var committed = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        var allocated = GC.GetTotalAllocatedBytes();
        var isQuiet = allocated - _before < WorthIt / 4;
        _before = allocated;
        if (!isQuiet || Math.Max(committed, GC.GetTotalMemory(false)) - _kept < WorthIt)
            return;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kept = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
    }
}
