using Orleans.Concurrency;

namespace Xinglin.Server.Work;

/// <summary>Carries out one FHIR Task; the key is the Task's id, so that a cluster runs it in one place.</summary>
public interface IWorkGrain : IGrainWithStringKey
{
    /// <summary>Starts the work and returns at once. Calling again while it runs, or after it ended, does nothing.</summary>
    [OneWay]
    Task StartAsync();
}

/// <inheritdoc/>
public sealed class WorkGrain(WorkRunner runner) : Grain, IWorkGrain
{
    // A grain runs one call at a time: a second call waits, then finds the Task finished.
    public Task StartAsync() => runner.RunAsync(this.GetPrimaryKeyString());
}
