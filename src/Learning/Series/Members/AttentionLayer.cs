using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>Attention with several heads, then two dense layers; each is added to what came in.</summary>
internal sealed class AttentionLayer : Module
{
    private readonly long _width;
    private readonly long _heads;
    private readonly LayerNorm _before;
    private readonly Linear _all;
    private readonly Linear _joined;
    private readonly LayerNorm _between;
    private readonly Linear _wide;
    private readonly Linear _narrow;
    private readonly Dropout _dropout;

    public AttentionLayer(int width)
        : base(nameof(AttentionLayer))
    {
        _width = width;
        _heads =
            width % 4 == 0 ? 4
            : width % 2 == 0 ? 2
            : 1;
        _before = LayerNorm(width);
        _all = Linear(width, 3 * width);
        _joined = Linear(width, width);
        _between = LayerNorm(width);
        _wide = Linear(width, 2 * width);
        _narrow = Linear(2 * width, width);
        _dropout = Dropout(0.2);
        RegisterComponents();
    }

    /// <param name="tokens">[B, T, width]</param>
    /// <param name="unseen">[B, T, T], added to the attention before the softmax.</param>
    public Tensor Pass(Tensor tokens, Tensor unseen)
    {
        var (batch, length) = (tokens.shape[0], tokens.shape[1]);
        var part = _width / _heads;
        var three = _all.forward(_before.forward(tokens)).view(batch, length, 3, _heads, part).permute(2, 0, 3, 1, 4);
        Tensor Part(int which) => three.select(0, which).reshape(batch * _heads, length, part);
        var closeness = bmm(Part(0), Part(1).transpose(1, 2)) / Math.Sqrt(part); // [B·heads, T, T]
        var masked = closeness.view(batch, _heads, length, length) + unseen.unsqueeze(1);
        var attention = _dropout.forward(masked.softmax(3)).view(batch * _heads, length, length);
        var mixed = bmm(attention, Part(2)).view(batch, _heads, length, part).transpose(1, 2);
        var next = tokens + _dropout.forward(_joined.forward(mixed.reshape(batch, length, _width)));
        return next + _dropout.forward(_narrow.forward(functional.gelu(_wide.forward(_between.forward(next)))));
    }
}
