using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Series;

/// <param name="HeldOut">Rows of the cohort that were not trained on, with their raw probabilities.</param>
internal sealed record TrainedFold(
    SeriesPreparation Preparation,
    IReadOnlyList<SeriesNetwork> Networks,
    IReadOnlyList<(int Row, double[] Probabilities)> HeldOut
);

/// <summary>One run of <c>train series</c>: trains the networks of each fold and shares the time between them.</summary>
internal sealed class SeriesRun(
    SeriesTrainingOptions options,
    EventTable events,
    OutcomeFile? statics,
    SeriesCohort cohort,
    KeptNetworks kept,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    private int networksDone;

    public TrainedFold Train(bool[] training, int fold, int folds)
    {
        var rows = Enumerable.Range(0, training.Length).Where(row => training[row]).ToArray();
        var held = Enumerable.Range(0, training.Length).Where(row => !training[row]).ToArray();
        var preparation = SeriesPreparation.Fit(
            events,
            Array.ConvertAll(rows, row => cohort.Ids[row]),
            statics,
            options.Bins
        );
        using var known = SeriesData.From(preparation, events, Array.ConvertAll(rows, row => cohort.Ids[row]), statics);
        using var unknown = SeriesData.From(
            preparation,
            events,
            Array.ConvertAll(held, row => cohort.Ids[row]),
            statics
        );
        using var labels = tensor(Array.ConvertAll(rows, row => (long)cohort.Labels[row]));
        var networks = new List<SeriesNetwork>();
        var sums = Array.ConvertAll(held, _ => new double[cohort.Classes.Count]);
        for (var i = 0; i < options.NetworksPerFold; i++)
        {
            var stage = $"fold {fold + 1} of {folds}, network {i + 1} of {options.NetworksPerFold}";
            var left = folds * options.NetworksPerFold - networksDone;
            var network = TrainOne(preparation, known, labels, fold * 100 + i, stage, left);
            networks.Add(network);
            foreach (var (n, logits) in SeriesModel.Logits(network, unknown).Index())
                for (var c = 0; c < logits.Length; c++)
                    sums[n][c] += logits[c];
        }
        return new TrainedFold(
            preparation,
            networks,
            [.. held.Select((row, n) => (row, SeriesModel.Softmax(sums[n], networks.Count)))]
        );
    }

    private SeriesNetwork TrainOne(
        SeriesPreparation preparation,
        SeriesData data,
        Tensor labels,
        int number,
        string stage,
        int left
    )
    {
        var seed = options.Seed * 10_000 + number;
        manual_seed(seed);
        var network = new SeriesNetwork(
            preparation.StepWidth,
            preparation.SummaryWidth,
            options.Width,
            cohort.Classes.Count
        );
        // An eighth decides which epoch was best; another eighth for each network.
        var count = (int)labels.shape[0];
        var order = Enumerable.Range(0, count).Select(i => (long)i).ToArray();
        new Random(seed).Shuffle(order);
        var judged = Math.Max(1, count / 8);
        using var judge = tensor(order[..judged]);
        using var learn = tensor(order[judged..]);
        var training = new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = 64,
            LearningRate = 2e-3,
            WeightDecay = 0.05,
            Patience = 5,
            Seed = seed,
            Budget = Share(left),
        };
        kept.Train(
            $"network-{number}",
            network,
            training,
            plan =>
                new Trainer(plan, clock).Fit(
                    network,
                    count - judged,
                    rows => Loss(learn.index_select(0, rows)),
                    () => Loss(judge).item<float>(),
                    progress,
                    stage,
                    cancellation
                )
        );
        networksDone++;
        return network;

        Tensor Loss(Tensor rows) =>
            nn.functional.cross_entropy(
                network.Answer(data.Steps.index_select(0, rows), data.Summaries.index_select(0, rows)),
                labels.index_select(0, rows)
            );
    }

    private TimeSpan? Share(int left) =>
        options.Budget is { } budget
            ? TimeSpan.FromSeconds(Math.Max(1, (budget * 0.95 - clock.GetElapsedTime(started)).TotalSeconds / left))
            : null;
}
