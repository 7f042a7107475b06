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

    private readonly int width;
    private readonly bool hourly;
    private readonly Dropout inputs;
    private readonly Linear embed;
    private readonly ModuleList<AttentionLayer> layers;
    private readonly LayerNorm norm;

    public TransformerEncoder(int variables, int width, bool hourly)
        : base(nameof(TransformerEncoder))
    {
        this.hourly = hourly;
        this.width = width;
        inputs = Dropout(0.1);
        embed = Linear(3 * variables, width);
        layers = new ModuleList<AttentionLayer>([
            .. Enumerable.Range(0, Layers).Select(_ => new AttentionLayer(width)),
        ]);
        norm = LayerNorm(width);
        RegisterComponents();
    }

    public override Tensor States(Tensor steps)
    {
        var (batch, length) = (steps.shape[0], steps.shape[1]);
        var tokens = embed.forward(inputs.forward(steps)) + Times(length);
        var unseen = Unseen(steps, batch, length);
        foreach (var layer in layers)
            tokens = layer.Pass(tokens, unseen);
        return norm.forward(tokens);
    }

    /// <summary>0 where a step may look, −10⁴ where not: [B, T, T]. Every step may look at itself.</summary>
    private Tensor Unseen(Tensor steps, long batch, long length)
    {
        var measured = steps.view(batch, length, -1, 3).select(3, 1).sum(2); // [B, T]
        var hidden = (measured == 0).to(ScalarType.Float32).unsqueeze(1).expand(batch, length, length);
        if (hourly)
            hidden = maximum(hidden, ones(length, length).triu(1).unsqueeze(0));
        return hidden * (1 - eye(length)).unsqueeze(0) * -1e4;
    }

    /// <summary>Sines and cosines of the place in time, [1, T, width].</summary>
    private Tensor Times(long length)
    {
        var values = new float[length * width];
        for (var t = 0; t < length; t++)
        {
            for (var k = 0; k < width; k += 2)
            {
                var (sin, cos) = Math.SinCos(t / Math.Pow(1000, (double)k / width));
                values[t * width + k] = (float)sin;
                if (k + 1 < width)
                    values[t * width + k + 1] = (float)cos;
            }
        }

        return tensor(values, [1, length, width]);
    }
}
