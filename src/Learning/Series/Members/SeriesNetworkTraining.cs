using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Series.Members;

/// <summary>How long and how wide networks are trained.</summary>
/// <param name="Epochs">Passes over the series; twice as many where there are fewer than 500.</param>
/// <param name="Budget">Wall-clock limit of one network; null: none.</param>
internal sealed record NetworkPlan(int Width, int Epochs, TimeSpan? Budget);

/// <summary>Trains one network of any kind on the series of a fold; an eighth of them decides which epoch was best.</summary>
internal sealed class SeriesNetworkTraining(
    TrainingCheckpoints kept,
    TimeProvider clock,
    IProgress<TrainingProgress>? progress
)
{
    private const int FewSeries = 500;
    private const long NoLabel = -100;

    /// <param name="name">Unique within the training of the ensemble.</param>
    public NetworkMember Train(TrainingFold lesson, string kind, NetworkPlan plan, string name, string stage)
    {
        TorchRuntime.Seed(lesson.Seed);
        var rows = lesson.Rows;
        var network = new SeriesNetwork(kind, rows.Preparation, lesson.Target, plan.Width);
        var aside = lesson.HoldOut(1 / 8.0, lesson.Seed);
        var held = new bool[rows.SeriesCount];
        foreach (var (row, isHeld) in aside.Index())
            held[rows.Rows[row].Series] = isHeld;
        using var judge = Positions(held, true);
        using var learn = Positions(held, false);
        using var targets = lesson.Target.IsNumber ? Numbers(lesson) : Labels(lesson);
        using var quantiles = tensor(SeriesLoss.Quantiles, ScalarType.Float32);
        var few = rows.SeriesCount < FewSeries;
        var options = new TrainingOptions
        {
            Epochs = few ? 2 * plan.Epochs : plan.Epochs,
            BatchSize = few || rows.Preparation.PerStep ? 16 : 64,
            LearningRate = 2e-3,
            WeightDecay = 0.05,
            Patience = 5,
            Seed = lesson.Seed,
            Budget = plan.Budget,
        };
        kept.Train(
            name,
            network,
            options,
            settled =>
                new Trainer(settled, clock).Fit(
                    network,
                    (int)learn.shape[0],
                    batch => Loss(learn.index_select(0, batch)),
                    Judged,
                    progress,
                    stage,
                    lesson.Cancellation
                )
        );
        return new NetworkMember(kind, network);

        double Judged()
        {
            // In parts: the answers of all series at all moments need not be in memory at once.
            var (sum, count) = (0.0, judge.shape[0]);
            for (long start = 0; start < count; start += 128)
            {
                using var scope = NewDisposeScope();
                var length = Math.Min(128, count - start);
                sum += Loss(judge.narrow(0, start, length)).item<float>() * length;
            }
            return sum / count;
        }

        Tensor Loss(Tensor series)
        {
            var answer = network.Answer(rows.Steps.index_select(0, series), rows.Steady.index_select(0, series));
            var truth = targets.index_select(0, series).reshape(-1);
            var flat = answer.reshape(-1, lesson.Target.Outputs);
            return lesson.Target.IsNumber
                ? NumberLoss(flat, truth, quantiles)
                : nn.functional.cross_entropy(flat, truth);
        }
    }

    /// <summary>Mean pinball loss of the quantiles and a quarter of the mean's squared error; NaN is no target.</summary>
    private static Tensor NumberLoss(Tensor answer, Tensor truth, Tensor quantiles)
    {
        using var known = truth.isfinite().nonzero().squeeze(1);
        var values = truth.index_select(0, known).unsqueeze(1); // [N, 1]
        var numbers = answer.index_select(0, known); // [N, 4]
        var errors = values - numbers.narrow(1, 0, 3);
        var pinball = maximum(quantiles * errors, (quantiles - 1) * errors).mean();
        var squared = (values - numbers.narrow(1, 3, 1)).clamp(-5, 5).square().mean();
        return pinball + 0.25 * squared;
    }

    private static Tensor Labels(TrainingFold lesson)
    {
        var (preparation, rows) = (lesson.Rows.Preparation, lesson.Rows.Rows);
        var steps = preparation.PerStep ? preparation.Bins : 1;
        var labels = new long[lesson.Rows.SeriesCount * steps];
        Array.Fill(labels, NoLabel);
        for (var row = 0; row < rows.Length; row++)
            labels[At(preparation, rows[row], steps)] = lesson.Labels[row];
        return tensor(labels, [lesson.Rows.SeriesCount, steps]);
    }

    private static Tensor Numbers(TrainingFold lesson)
    {
        var (preparation, rows) = (lesson.Rows.Preparation, lesson.Rows.Rows);
        var steps = preparation.PerStep ? preparation.Bins : 1;
        var values = new float[lesson.Rows.SeriesCount * steps];
        Array.Fill(values, float.NaN);
        for (var row = 0; row < rows.Length; row++)
            values[At(preparation, rows[row], steps)] = (float)lesson.Values[row];
        return tensor(values, [lesson.Rows.SeriesCount, steps]);
    }

    private static int At(SeriesPreparation preparation, SeriesRow row, int steps) =>
        row.Series * steps + (preparation.PerStep ? preparation.StepOf(row.Until) : 0);

    private static Tensor Positions(bool[] held, bool wanted) =>
        tensor(Enumerable.Range(0, held.Length).Where(i => held[i] == wanted).Select(i => (long)i).ToArray());
}
