using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>
/// A small transformer (Vaswani et al., 2017) with normalisation before each part. A token is one step: values, masks and
/// time gaps of all variables, and the step's place in time. Steps at which nothing was measured are not attended to; in an
/// hourly model neither are later steps.
/// </summary>
internal sealed class TransformerEncoder : SequenceEncoder
{
    private const int Layers = 2;

    private readonly int _width;
    private readonly bool _hourly;
    private readonly Dropout _inputs;
    private readonly Linear _embed;
    private readonly ModuleList<AttentionLayer> _layers;
    private readonly LayerNorm _norm;

    public TransformerEncoder(int variables, int width, bool hourly)
        : base(nameof(TransformerEncoder))
    {
        _hourly = hourly;
        _width = width;
        _inputs = Dropout(0.1);
        _embed = Linear(3 * variables, width);
        _layers = new ModuleList<AttentionLayer>([
            .. Enumerable.Range(0, Layers).Select(_ => new AttentionLayer(width)),
        ]);
        _norm = LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor States(Tensor steps)
    {
        var (batch, length) = (steps.shape[0], steps.shape[1]);
        var tokens = _embed.forward(_inputs.forward(steps)) + Times(length);
        var unseen = Unseen(steps, batch, length);
        foreach (var layer in _layers)
            tokens = layer.Pass(tokens, unseen);
        return _norm.forward(tokens);
    }

    /// <summary>0 where a step may look, −10⁴ where not: [B, T, T]. Every step may look at itself.</summary>
    private Tensor Unseen(Tensor steps, long batch, long length)
    {
        var measured = steps.view(batch, length, -1, 3).select(3, 1).sum(2); // [B, T]
        var hidden = (measured == 0).to(ScalarType.Float32).unsqueeze(1).expand(batch, length, length);
        if (_hourly)
            hidden = maximum(hidden, ones(length, length).triu(1).unsqueeze(0));
        return hidden * (1 - eye(length)).unsqueeze(0) * -1e4;
    }

    /// <summary>Sines and cosines of the place in time, [1, T, width].</summary>
    private Tensor Times(long length)
    {
        var values = new float[length * _width];
        for (var t = 0; t < length; t++)
        for (var k = 0; k < _width; k += 2)
        {
            var (sin, cos) = Math.SinCos(t / Math.Pow(1000, (double)k / _width));
            values[t * _width + k] = (float)sin;
            if (k + 1 < _width)
                values[t * _width + k + 1] = (float)cos;
        }
        return tensor(values, [1, length, _width]);
    }
}
