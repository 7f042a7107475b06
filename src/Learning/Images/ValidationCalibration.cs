using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using Xinglin.Learning.Randomness;

namespace Xinglin.Learning.Images;

/// <summary>What an ensemble says of the validation split, and what is learnt from that: calibration, prior, novelty limit.</summary>
/// <param name="Probabilities">Calibrated by the other folds, for the shares of the classes that the model assumes.</param>
/// <param name="Calibrations">The calibration, then the same fitted on redrawn images.</param>
/// <param name="Prior">See <see cref="PriorShift"/>.</param>
/// <param name="Scores">Novelty score of each image.</param>
/// <param name="Limit">Scores above it are out of distribution.</param>
/// <param name="Limits">The same for images called each class; null: <paramref name="Limit"/> for all.</param>
internal sealed record ValidationCalibration(
    double[][] Probabilities,
    IReadOnlyList<Calibration> Calibrations,
    double[]? Prior,
    ImageNovelty Novelty,
    double[] Scores,
    double Limit,
    double[]? Limits
)
{
    private const int CalibrationFolds = 5;
    private const int Redraws = 40;

    public static ValidationCalibration Of(
        ImageTrainingOptions options,
        TrainedImages trained,
        ImagePreparation preparation,
        int views,
        int classes,
        ImageDatasetSplit divided
    )
    {
        var (training, validation) = (divided.Training, divided.Validation);
        var batches = new ImageBatches(preparation, validation.Images);
        var rows = Enumerable.Range(0, validation.Count).ToArray();
        var answers = rows.Chunk(128)
            .SelectMany(part => NetworkAnswer.Of(trained.Networks, preparation, [.. part.Select(batches.At)], views))
            .ToArray();
        var raw = Array.ConvertAll(answers, answer => answer.Mean);
        var kind = classes == 2 ? "platt" : "temperature";
        var prior = PriorShift.For(options.Prior, classes, training.Labels, validation.Labels);
        var novelty = trained.Novelty.Scaled(
            [.. rows.Select(batches.At)],
            [.. answers.Select(answer => answer.Features)]
        );
        var scores = Array.ConvertAll(rows, row => novelty.Score(batches.At(row), answers[row].Features));
        var sorted = scores.Order().ToArray();
        var limit = sorted[NoveltyLimit.Place(sorted.Length, options.RefusedShare)];
        return new ValidationCalibration(
            Array.ConvertAll(
                CrossFitted(kind, raw, validation.Labels, divided.ValidationGroups, options.Seed),
                p => PriorShift.Apply(p, prior)
            ),
            AllCalibrations(kind, raw, validation.Labels, options.Seed),
            prior,
            novelty,
            scores,
            limit,
            NoveltyLimit.OfClasses(scores, validation.Labels, classes, limit, options.RefusedShare)
        );
    }

    /// <summary>The share of those images that is called out of distribution.</summary>
    public double Refused(IEnumerable<int> rows) => rows.Average(row => IsRefused(row) ? 1.0 : 0);

    public bool IsRefused(int row) => Scores[row] > (Limits?[Metrics.MostProbable(Probabilities[row])] ?? Limit);

    /// <summary>Each image calibrated by those of other patients, so that the figures are not flattered.</summary>
    private static double[][] CrossFitted(string kind, double[][] raw, int[] labels, int[] groups, int seed)
    {
        var order = Enumerable.Range(0, raw.Length).ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(order);
        var fold = order
            .Select(row => groups[row])
            .Distinct()
            .Index()
            .ToDictionary(one => one.Item, one => one.Index % CalibrationFolds);
        var calibrated = new double[raw.Length][];
        for (var part = 0; part < CalibrationFolds; part++)
        {
            var calibration = Fit(kind, raw, labels, [.. order.Where(row => fold[groups[row]] != part)]);
            foreach (var row in order.Where(row => fold[groups[row]] == part))
                calibrated[row] = calibration.Apply(raw[row]);
        }
        return calibrated;
    }

    private static IReadOnlyList<Calibration> AllCalibrations(string kind, double[][] raw, int[] labels, int seed)
    {
        var random = new SeededRandom(seed);
        var all = Enumerable.Range(0, raw.Length).ToArray();
        return
        [
            Fit(kind, raw, labels, all),
            .. Enumerable
                .Range(0, Redraws)
                .Select(_ => Fit(kind, raw, labels, Array.ConvertAll(all, _ => random.Next(raw.Length)))),
        ];
    }

    /// <summary>A sample with a single class cannot be fitted: it is left as it comes.</summary>
    private static Calibration Fit(string kind, double[][] raw, int[] labels, int[] rows) =>
        rows.Select(row => labels[row]).Distinct().Count() < 2
            ? new Calibration.None()
            : Calibration.Fit(
                kind,
                Array.ConvertAll(rows, row => raw[row]),
                Array.ConvertAll(rows, row => labels[row])
            );
}
