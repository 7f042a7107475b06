using Orleans.Placement;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Server.Rejections;

namespace Xinglin.Server.Work.Trials;

/// <summary>Carries out one piece of a search; the key is the piece's digest, so that asking twice does it once at a time.</summary>
public interface ITrialGrain : IGrainWithStringKey
{
    /// <param name="piece">See <see cref="TrialTransport"/>.</param>
    [ResponseTimeout("06:00:00")]
    Task<TrialAnswer> CarryOutAsync(string piece);
}

/// <param name="Scores">What <see cref="TrialWorker.CarryOut"/> answered; null when it rejected.</param>
/// <param name="Silo">Which silo did it.</param>
/// <param name="Refusal">Why it was rejected, in words for a person.</param>
[GenerateSerializer]
public sealed record TrialAnswer(
    [property: Id(0)] byte[]? Scores,
    [property: Id(1)] string Silo,
    [property: Id(2)] string? Refusal
);

/// <inheritdoc/>
[RandomPlacement]
public sealed class TrialGrain(TrialDesk desk, ILocalSiloDetails silo) : Grain, ITrialGrain
{
    public async Task<TrialAnswer> CarryOutAsync(string piece)
    {
        DeactivateOnIdle();
        var name = silo.SiloAddress.Endpoint.ToString();
        try
        {
            return new TrialAnswer(await desk.CarryOutAsync(piece), name, null);
        }
        catch (Exception fault) when (RejectionWords.Of(fault) is { } words)
        {
            return new TrialAnswer(null, name, words);
        }
    }
}

/// <summary>Where the trials of one process wait for a core.</summary>
public sealed class TrialDesk(TrialWorker hands) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    public async Task<byte[]> CarryOutAsync(string piece)
    {
        await _cores.WaitAsync();
        try
        {
            return await Task.Run(() => hands.CarryOut(piece));
        }
        finally
        {
            _cores.Release();
        }
    }

    public void Dispose() => _cores.Dispose();
}
