using TorchSharp.Modules;
using Xinglin.Synthesis.Tables.Columns;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>
/// A variational autoencoder of table rows (TVAE, Xu et al., NeurIPS 2019, section 4.5), told the kind of each row. Linear layers
/// only, so that the gradient of each single row can be had from one backward pass (see <c>Privacy/RowGradients</c>).
/// </summary>
internal sealed class CohortVae : Module<Tensor, Tensor, Tensor>
{
    private readonly CohortLayout layout;
    private readonly Linear read1;
    private readonly Linear read2;
    private readonly Linear mean;
    private readonly Linear spread;
    private readonly Linear write1;
    private readonly Linear write2;
    private readonly Linear answer;
    private readonly Parameter deviation;

    public CohortVae(CohortLayout layout, int kinds, int hidden, int latent)
        : base(nameof(CohortVae))
    {
        this.layout = layout;
        (Latent, Kinds) = (latent, kinds);
        read1 = Linear(layout.Width + kinds, hidden);
        read2 = Linear(hidden, hidden);
        mean = Linear(hidden, latent);
        spread = Linear(hidden, latent);
        write1 = Linear(latent + kinds, hidden);
        write2 = Linear(hidden, hidden);
        answer = Linear(hidden, layout.Width);
        deviation = Parameter(full(Math.Max(1, layout.Positions), Math.Log(0.1)));
        RegisterComponents();
    }

    public int Latent { get; }

    public int Kinds { get; }

    /// <summary>How a layer is applied: training with row-wise gradients listens here.</summary>
    public Func<Linear, Tensor, Tensor>? Through { get; set; }

    /// <summary>With differential privacy the deviations stay as they are: they have no row-wise gradient.</summary>
    public void FixDeviation() => deviation.requires_grad = false;

    /// <summary>Draws a latent vector for each row and writes the row again: see <see cref="Loss"/>.</summary>
    public override Tensor forward(Tensor rows, Tensor kinds) => Loss(rows, kinds).mean();

    /// <summary>The negative evidence lower bound of each row, reconstruction counted twice as the paper does, [B].</summary>
    /// <param name="rows">[B, Width]</param>
    /// <param name="kinds">[B, Kinds], one-hot.</param>
    public Tensor Loss(Tensor rows, Tensor kinds)
    {
        var (centre, log) = Read(rows, kinds);
        var latent = centre + (log * 0.5).exp() * randn_like(centre);
        var written = Write(latent, kinds);
        var loss = layout.ChoiceLoss(rows, written);
        if (layout.Positions > 0)
        {
            var off = layout.PositionsOf(rows) - layout.PositionsOf(written).tanh();
            var each = off.square() / (2 * (2 * deviation).exp()) + deviation;
            loss = loss + (each * layout.Counts(rows)).sum(1);
        }
        var divergence = (centre.square() + log.exp() - 1 - log).sum(1) * 0.5;
        return loss * 2 + divergence;
    }

    /// <returns>Mean and logarithm of the variance of the latent vector, each [B, Latent].</returns>
    public (Tensor Mean, Tensor LogVariance) Read(Tensor rows, Tensor kinds)
    {
        var hidden = functional.relu(Pass(read2, functional.relu(Pass(read1, cat([rows, kinds], 1)))));
        return (Pass(mean, hidden), Pass(spread, hidden).clamp(-10, 6));
    }

    /// <returns>Positions before tanh, and logits of the choices, [B, Width].</returns>
    public Tensor Write(Tensor latent, Tensor kinds)
    {
        var hidden = functional.relu(Pass(write2, functional.relu(Pass(write1, cat([latent, kinds], 1)))));
        return Pass(answer, hidden);
    }

    /// <summary>Rows with drawn choices and positions, [B, Width].</summary>
    public Tensor Made(Tensor latent, Tensor kinds)
    {
        var written = Write(latent, kinds);
        var drawn = layout.Drawn(written);
        if (layout.Positions == 0)
            return drawn;
        var noisy = (
            layout.PositionsOf(written).tanh() + randn(latent.shape[0], layout.Positions) * deviation.exp()
        ).clamp(-1, 1);
        return layout.WithPositions(drawn, noisy);
    }

    private Tensor Pass(Linear layer, Tensor input) =>
        Through is { } through ? through(layer, input) : layer.forward(input);
}
