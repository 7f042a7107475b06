using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>A copy of the weights and running statistics of the best epoch so far.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly FlatParameters parameters;
    private readonly List<Tensor> buffers;

    public BestWeights(FlatParameters parameters)
    {
        using var noGradient = no_grad();
        this.parameters = parameters;
        Values = parameters.Values.clone();
        buffers = [.. parameters.Buffers.Select(buffer => buffer.clone())];
    }

    public Tensor Values { get; }

    public IReadOnlyList<Tensor> Buffers => buffers;

    public void Keep()
    {
        using var noGradient = no_grad();
        Values.copy_(parameters.Values);
        for (var i = 0; i < buffers.Count; i++)
            buffers[i].copy_(parameters.Buffers[i]);
    }

    public void Restore()
    {
        using var noGradient = no_grad();
        parameters.Values.copy_(Values);
        for (var i = 0; i < buffers.Count; i++)
            parameters.Buffers[i].copy_(buffers[i]);
    }

    public void Dispose()
    {
        Values.Dispose();
        foreach (var buffer in buffers)
            buffer.Dispose();
    }
}
