using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Images;

/// <summary>What the last steps of a duel looked like.</summary>
/// <param name="Discriminator">Loss of the discriminator; 2 ln 2 = 1.386 when it can only guess.</param>
/// <param name="Generator">Loss of the generator.</param>
/// <param name="Penalty">Mean squared gradient of the discriminator at real images.</param>
/// <param name="Overfitting">Mean sign of the judgement of real images; ADA holds it near 0.6.</param>
internal readonly record struct GanLosses(double Discriminator, double Generator, double Penalty, double Overfitting);

/// <summary>
/// Generator against discriminator: the non-saturating loss (Goodfellow et al., 2014) with the R1 penalty (Mescheder et al., ICML 2018),
/// taken every eighth step and eight times as strong (Karras et al., 2020), adaptive augmentation, and a slow average of the
/// generator's weights, which is what is kept.
/// </summary>
internal sealed class GanTrainingStep : IDisposable
{
    private const int PenaltyEvery = 8;
    private const double PenaltyWeight = 0.05;
    private const double Target = 0.6;

    private readonly GanShape _shape;
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly int _batch;

    /// <param name="images">[N, C, S, S], −1 to 1.</param>
    /// <param name="labels">[N], int64.</param>
    public GanTrainingStep(GanShape shape, Tensor images, Tensor labels, int batch, double rate)
    {
        _shape = shape;
        _images = images;
        _labels = labels;
        _batch = batch;
        Generator = new GanGenerator(shape);
        Discriminator = new GanDiscriminator(shape);
        GeneratorParameters = new FlatParameters(Generator);
        DiscriminatorParameters = new FlatParameters(Discriminator);
        GeneratorOptimizer = new GanOptimizer(GeneratorParameters, rate);
        DiscriminatorOptimizer = new GanOptimizer(DiscriminatorParameters, rate);
        EmaWeights = GeneratorParameters.Values.clone();
        Best = GeneratorParameters.Values.clone();
    }

    public GanGenerator Generator { get; }

    public GanDiscriminator Discriminator { get; }

    public FlatParameters GeneratorParameters { get; }

    public FlatParameters DiscriminatorParameters { get; }

    public GanOptimizer GeneratorOptimizer { get; }

    public GanOptimizer DiscriminatorOptimizer { get; }

    /// <summary>The slow average of the generator's weights.</summary>
    public Tensor EmaWeights { get; }

    /// <summary>The average as it was when it drew best.</summary>
    public Tensor Best { get; }

    /// <summary>Probability of each augmentation, 0 to 0.85.</summary>
    public double Augmentation { get; set; }

    /// <summary>One step of each, on a batch drawn with the order given.</summary>
    public GanLosses Step(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var real = _images.index_select(0, rows);
        var kinds = _labels.index_select(0, rows);
        var penalised = GeneratorOptimizer.Steps % PenaltyEvery == 0;

        DiscriminatorParameters.Gradients.zero_();
        Tensor fake;
        using (no_grad())
            fake = Generator.forward(randn(_batch, _shape.Latent), kinds);
        var seen = GanAugmentation.Apply(real, Augmentation).detach().requires_grad_(penalised);
        var onReal = Discriminator.forward(seen, kinds);
        var onFake = Discriminator.forward(GanAugmentation.Apply(fake, Augmentation), kinds);
        var judging = nn.functional.softplus(-onReal).mean() + nn.functional.softplus(onFake).mean();
        var penalty = 0.0;
        if (penalised)
        {
            var slope = autograd.grad([onReal.sum()], [seen], retain_graph: true, create_graph: true)[0];
            var steep = slope.square().sum([1, 2, 3]).mean();
            (judging + steep * (PenaltyWeight / 2 * PenaltyEvery)).backward();
            penalty = steep.item<float>();
        }
        else
        {
            judging.backward();
        }
        DiscriminatorOptimizer.Step();

        GeneratorParameters.Gradients.zero_();
        var drawn = Generator.forward(randn(_batch, _shape.Latent), kinds);
        var drawing = nn
            .functional.softplus(-Discriminator.forward(GanAugmentation.Apply(drawn, Augmentation), kinds))
            .mean();
        drawing.backward();
        GeneratorOptimizer.Step();
        Follow();
        var sure = onReal.detach().sign().mean().item<float>();
        return new GanLosses(judging.item<float>(), drawing.item<float>(), penalty, sure);
    }

    /// <summary>Makes augmentation likelier while the discriminator is too sure of real images, and rarer otherwise.</summary>
    /// <param name="seen">Images seen since the last adjustment.</param>
    public void Adapt(double overfitting, int seen) =>
        Augmentation = Math.Clamp(Augmentation + Math.Sign(overfitting - Target) * seen / 100_000.0, 0, 0.85);

    /// <summary>Runs something with other weights in the generator, then puts its own back.</summary>
    public T With<T>(Tensor weights, Func<GanGenerator, T> use)
    {
        using var noGradient = no_grad();
        using var own = GeneratorParameters.Values.clone();
        GeneratorParameters.Values.copy_(weights);
        try
        {
            return use(Generator);
        }
        finally
        {
            GeneratorParameters.Values.copy_(own);
        }
    }

    /// <summary>A short memory at first, so that the start is soon forgotten.</summary>
    private void Follow()
    {
        using var noGradient = no_grad();
        var memory = Math.Min(0.998, (1.0 + GeneratorOptimizer.Steps) / (10.0 + GeneratorOptimizer.Steps));
        EmaWeights.lerp_(GeneratorParameters.Values, 1 - memory);
    }

    public void Dispose()
    {
        EmaWeights.Dispose();
        Best.Dispose();
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        GeneratorParameters.Dispose();
        DiscriminatorParameters.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
    }
}
