using static TorchSharp.torch;

namespace Xinglin.Learning.Training;

/// <summary>A copy of the weights and running statistics of the best epoch so far.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly List<Tensor> _buffers;

    public BestWeights(FlatParameters parameters)
    {
        using var noGradient = no_grad();
        _parameters = parameters;
        Values = parameters.Values.clone();
        _buffers = [.. parameters.Buffers.Select(buffer => buffer.clone())];
    }

    public Tensor Values { get; }

    public IReadOnlyList<Tensor> Buffers => _buffers;

    public void Keep()
    {
        using var noGradient = no_grad();
        Values.copy_(_parameters.Values);
        for (var i = 0; i < _buffers.Count; i++)
            _buffers[i].copy_(_parameters.Buffers[i]);
    }

    public void Restore()
    {
        using var noGradient = no_grad();
        _parameters.Values.copy_(Values);
        for (var i = 0; i < _buffers.Count; i++)
            _parameters.Buffers[i].copy_(_buffers[i]);
    }

    public void Dispose()
    {
        Values.Dispose();
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }
}
