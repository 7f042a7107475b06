using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Survival.Estimators;

/// <summary>How the network of hazards is trained.</summary>
/// <param name="Hidden">Units of its one hidden layer.</param>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Rate">Highest learning rate of Adam.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Intervals">Most intervals that time is cut into.</param>
public sealed record HazardNetworkSettings(int Hidden, int Epochs, double Rate, double WeightDecay, int Intervals);

/// <summary>
/// The discrete-time network of Gensheimer and Narasimhan (2019, nnet-survival): inputs → hidden → ReLU → dropout → one logit of the
/// chance of an event within each interval, given survival until then. Hazards need not be proportional.
/// </summary>
/// <param name="First">[hidden, inputs]</param>
/// <param name="Second">[intervals, hidden]</param>
public sealed record LogisticHazard(
    TimeGrid Grid,
    int Inputs,
    int Hidden,
    float[] First,
    float[] FirstBias,
    float[] Second,
    float[] SecondBias
)
{
    private const double Dropout = 0.2;

    public static LogisticHazard Fit(
        Encoded x,
        double[] times,
        bool[] events,
        HazardNetworkSettings settings,
        int seed,
        TimeProvider clock,
        CancellationToken ct = default
    )
    {
        var grid = TimeGrid.Of(times, events, settings.Intervals);
        var (survived, died) = Seen(grid, times, events);
        var fresh = Fresh(grid, x.Columns, settings.Hidden, seed, survived, died);
        TorchRuntime.EnsureLoaded(threads: 1);
        using var scope = NewDisposeScope();
        var first = nn.Linear(x.Columns, settings.Hidden);
        var second = nn.Linear(settings.Hidden, grid.Count);
        using var network = nn.Sequential(first, nn.ReLU(), nn.Dropout(Dropout), second);
        Fill(first, fresh.First, fresh.FirstBias);
        Fill(second, fresh.Second, fresh.SecondBias);
        var rows = tensor(x.Values, [x.Rows, x.Columns]); // [N, F]
        var dead = tensor(died, [x.Rows, grid.Count]); // [N, K]
        var seen = tensor([.. died.Zip(survived, (d, s) => d + s)], [x.Rows, grid.Count]); // [N, K]
        var options = new TrainingOptions
        {
            Epochs = settings.Epochs,
            BatchSize = Math.Clamp(x.Rows / 8, 16, 256),
            LearningRate = settings.Rate,
            WeightDecay = settings.WeightDecay,
            Patience = null,
            Seed = seed,
        };
        new Trainer(options, clock).Fit(
            network,
            x.Rows,
            batch =>
            {
                var logits = network.forward(rows.index_select(0, batch)); // [B, K]
                var losses = nn.functional.binary_cross_entropy_with_logits(
                    logits,
                    dead.index_select(0, batch),
                    reduction: nn.Reduction.None
                );
                return (losses * seen.index_select(0, batch)).sum() / batch.shape[0];
            },
            cancellation: ct
        );
        return fresh with
        {
            First = [.. first.weight.data<float>()],
            FirstBias = [.. first.bias!.data<float>()],
            Second = [.. second.weight.data<float>()],
            SecondBias = [.. second.bias!.data<float>()],
        };
    }

    /// <summary>The chance of an event within each interval, given survival until it.</summary>
    public double[] Chances(ReadOnlySpan<float> row)
    {
        var hidden = new double[Hidden];
        for (var h = 0; h < Hidden; h++)
        {
            double sum = FirstBias[h];
            for (var j = 0; j < Inputs; j++)
                sum += First[h * Inputs + j] * (double)row[j];
            hidden[h] = Math.Max(0, sum);
        }
        var chances = new double[Grid.Count];
        for (var k = 0; k < chances.Length; k++)
        {
            double sum = SecondBias[k];
            for (var h = 0; h < Hidden; h++)
                sum += Second[k * Hidden + h] * hidden[h];
            chances[k] = Calibration.Sigmoid(sum);
        }
        return chances;
    }

    /// <summary>He-normal weights; the output starts at the observed chance of each interval, the same for all.</summary>
    private static LogisticHazard Fresh(TimeGrid grid, int inputs, int hidden, int seed, float[] survived, float[] died)
    {
        var random = new SeededRandom(seed);
        float[] Drawn(int count, double scale) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(scale * random.NextGaussian()))];
        var biases = new float[grid.Count];
        for (var k = 0; k < grid.Count; k++)
        {
            double dead = 0.5,
                seen = 1;
            for (var i = k; i < died.Length; i += grid.Count)
                (dead, seen) = (dead + died[i], seen + died[i] + survived[i]);
            biases[k] = (float)Calibration.Logit(dead / seen);
        }
        return new LogisticHazard(
            grid,
            inputs,
            hidden,
            Drawn(hidden * inputs, Math.Sqrt(2.0 / Math.Max(1, inputs))),
            new float[hidden],
            Drawn(grid.Count * hidden, 0.1 * Math.Sqrt(1.0 / hidden)),
            biases
        );
    }

    /// <summary>[rows, intervals] 1 where the row survived the interval, and 1 where it had its event in it.</summary>
    private static (float[] Survived, float[] Died) Seen(TimeGrid grid, double[] times, bool[] events)
    {
        var survived = new float[times.Length * grid.Count];
        var died = new float[times.Length * grid.Count];
        for (var i = 0; i < times.Length; i++)
        {
            var (count, dead) = grid.Seen(times[i], events[i]);
            survived.AsSpan(i * grid.Count, count).Fill(1);
            if (dead)
                died[i * grid.Count + count] = 1;
        }
        return (survived, died);
    }

    private static void Fill(TorchSharp.Modules.Linear layer, float[] weights, float[] biases)
    {
        using var _ = no_grad();
        layer.weight.copy_(tensor(weights, layer.weight.shape));
        layer.bias!.copy_(tensor(biases));
    }
}
