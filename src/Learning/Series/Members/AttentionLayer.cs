using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>Attention with several heads, then two dense layers; each is added to what came in.</summary>
internal sealed class AttentionLayer : Module
{
    private readonly long width;
    private readonly long heads;
    private readonly LayerNorm before;
    private readonly Linear all;
    private readonly Linear joined;
    private readonly LayerNorm between;
    private readonly Linear wide;
    private readonly Linear narrow;
    private readonly Dropout dropout;

    public AttentionLayer(int width)
        : base(nameof(AttentionLayer))
    {
        this.width = width;
        heads =
            width % 4 == 0 ? 4
            : width % 2 == 0 ? 2
            : 1;
        before = LayerNorm(width);
        all = Linear(width, 3 * width);
        joined = Linear(width, width);
        between = LayerNorm(width);
        wide = Linear(width, 2 * width);
        narrow = Linear(2 * width, width);
        dropout = Dropout(0.2);
        RegisterComponents();
    }

    /// <param name="tokens">[B, T, width]</param>
    /// <param name="unseen">[B, T, T], added to the attention before the softmax.</param>
    public Tensor Pass(Tensor tokens, Tensor unseen)
    {
        var (batch, length) = (tokens.shape[0], tokens.shape[1]);
        var part = width / heads;
        var three = all.forward(before.forward(tokens)).view(batch, length, 3, heads, part).permute(2, 0, 3, 1, 4);
        Tensor Part(int which) => three.select(0, which).reshape(batch * heads, length, part);
        var closeness = bmm(Part(0), Part(1).transpose(1, 2)) / Math.Sqrt(part); // [B·heads, T, T]
        var masked = closeness.view(batch, heads, length, length) + unseen.unsqueeze(1);
        var attention = dropout.forward(masked.softmax(3)).view(batch * heads, length, length);
        var mixed = bmm(attention, Part(2)).view(batch, heads, length, part).transpose(1, 2);
        var next = tokens + dropout.forward(joined.forward(mixed.reshape(batch, length, width)));
        return next + dropout.forward(narrow.forward(functional.gelu(wide.forward(between.forward(next)))));
    }
}
