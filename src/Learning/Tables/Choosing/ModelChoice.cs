using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables.Choosing;

/// <summary>The labelled table that all of training works on.</summary>
/// <param name="Labels">Class index per row.</param>
/// <param name="Groups">Rows of one group stay on one side of every split; null for none.</param>
public sealed record TrainingData(IReadOnlyList<Feature> Features, int[] Labels, int Classes, string?[]? Groups);

/// <summary>A candidate that takes part in the model, with its weight in the blend.</summary>
public sealed record Part(FittedCandidate Model, double Weight);

/// <summary>
/// The whole way from training rows to a model: search by inner folds, blend, calibration, threshold, final fit. It is
/// run once per outer fold to measure it, then once on all rows, and never looks at a row it was not given.
/// </summary>
/// <param name="Threshold">
/// Of two classes: the probability of the positive class from which a row is called positive. It maximises sensitivity +
/// specificity on held-out rows (Youden 1950).
/// </param>
public sealed record ModelChoice(
    Preparation Preparation,
    IReadOnlyList<Part> Parts,
    Calibration Calibration,
    double? Threshold,
    IReadOnlyList<Trial> Trials
)
{
    /// <param name="rows">The rows training may see.</param>
    /// <param name="innerFolds">Held-out parts of the search, at least 2.</param>
    /// <param name="search">Candidates to try.</param>
    /// <param name="step">Called after each candidate was tried.</param>
    public static ModelChoice Fit(
        TrainingData data,
        int[] rows,
        int innerFolds,
        IReadOnlyList<Candidate> search,
        int seed,
        TimeProvider clock,
        Action<Trial>? step = null,
        CancellationToken ct = default
    )
    {
        var labels = rows.Select(r => data.Labels[r]).ToArray();
        var groups = data.Groups is null ? null : rows.Select(r => data.Groups[r]).ToArray();
        var folds = Folds.Stratified(labels, groups, innerFolds, seed);
        var splits = InnerSplit.Of(data, rows, folds);

        var trials = new List<Trial>();
        var best = new Dictionary<string, (Trial Trial, double[][] Scores)>();
        foreach (var candidate in search)
        {
            var scores = OutOfFold(candidate, splits, rows.Length, data, seed, clock, ct);
            var trial = new Trial(candidate, scores.Select((s, i) => Scores.Loss(s, labels[i])).Average());
            trials.Add(trial);
            step?.Invoke(trial);
            if (!best.TryGetValue(candidate.Kind, out var so) || trial.LogLoss < so.Trial.LogLoss)
                best[candidate.Kind] = (trial, scores);
        }
        var kinds = Candidate.Kinds.Where(best.ContainsKey).Select(k => best[k]).ToList();
        var weights = Blend.Choose([.. kinds.Select(k => k.Scores)], labels);
        var raw = labels
            .Select((_, i) => Scores.Probabilities(Scores.Blend([.. kinds.Select(k => k.Scores[i])], weights)))
            .ToArray();
        var calibration = Calibration.Fit(Calibration.Choose(raw, labels, folds), raw, labels);

        var preparation = Preparation.Fit(data.Features, rows);
        var parts = kinds
            .Zip(weights)
            .Where(k => k.Second > 0)
            .Select(k => new Part(
                FitOn(k.First.Trial.Candidate, preparation, data, rows, labels, seed, clock, ct),
                k.Second
            ))
            .ToList();
        var threshold =
            data.Classes == 2 ? Youden([.. raw.Select(p => calibration.Apply(p)[1])], labels) : (double?)null;
        return new ModelChoice(preparation, parts, calibration, threshold, trials);
    }

    /// <summary>Fits the same parts on other rows with the same preparation: a member of a bootstrap ensemble.</summary>
    public IReadOnlyList<Part> Refit(
        TrainingData data,
        int[] rows,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        [
            .. Parts.Select(p =>
                p with
                {
                    Model = FitOn(
                        p.Model.Settings,
                        Preparation,
                        data,
                        rows,
                        [.. rows.Select(r => data.Labels[r])],
                        seed,
                        clock,
                        ct
                    ),
                }
            ),
        ];

    /// <summary>Calibrated probabilities [rows][classes].</summary>
    public double[][] Probabilities(IReadOnlyList<Feature> features, int[] rows) =>
        [.. BlendedScores(Parts, Preparation, features, rows).Select(s => Calibration.Apply(Scores.Probabilities(s)))];

    /// <summary>The weighted sum of the parts' scores.</summary>
    public static double[][] BlendedScores(
        IReadOnlyList<Part> parts,
        Preparation preparation,
        IReadOnlyList<Feature> features,
        int[] rows
    ) => BlendedScores(parts, Encode(parts, preparation, features, rows));

    /// <summary>The weighted sum of the parts' scores on matrices of the same rows.</summary>
    public static double[][] BlendedScores(IReadOnlyList<Part> parts, IReadOnlyDictionary<Encoding, Encoded> encoded)
    {
        var byPart = parts.Select(p => p.Model.Score(encoded[p.Model.Settings.Encoding])).ToList();
        var weights = parts.Select(p => p.Weight).ToArray();
        return [.. byPart[0].Select((_, i) => Scores.Blend([.. byPart.Select(s => s[i])], weights))];
    }

    /// <summary>The matrices that the parts look at.</summary>
    public static IReadOnlyDictionary<Encoding, Encoded> Encode(
        IReadOnlyList<Part> parts,
        Preparation preparation,
        IReadOnlyList<Feature> features,
        int[] rows
    ) =>
        parts
            .Select(p => p.Model.Settings.Encoding)
            .Distinct()
            .ToDictionary(e => e, e => preparation.Encode(features, rows, e));

    private static FittedCandidate FitOn(
        Candidate candidate,
        Preparation preparation,
        TrainingData data,
        int[] rows,
        int[] labels,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        candidate.Fit(
            preparation.Encode(data.Features, rows, candidate.Encoding),
            labels,
            data.Classes,
            seed,
            clock,
            ct
        );

    private static double[][] OutOfFold(
        Candidate candidate,
        IReadOnlyList<InnerSplit> splits,
        int rows,
        TrainingData data,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var scores = new double[rows][];
        Concurrently.ForEach(
            splits,
            Parallelism(candidate),
            ct,
            split =>
            {
                var (train, held) = split.Encode(data, candidate.Encoding);
                var answers = candidate.Fit(train, split.TrainLabels, data.Classes, seed, clock, ct).Score(held);
                for (var i = 0; i < answers.Length; i++)
                    scores[split.HeldPositions[i]] = answers[i];
            }
        );
        return scores;
    }

    /// <summary>
    /// Fits that may run side by side: one per core. Networks train one after the other, since the network library keeps its
    /// random state for the whole process.
    /// </summary>
    public static int Parallelism(Candidate candidate) =>
        candidate is Candidate.Network ? 1 : Environment.ProcessorCount;

    private static double Youden(double[] p, int[] labels)
    {
        var order = Enumerable.Range(0, p.Length).OrderByDescending(i => p[i]).ToArray();
        double positives = labels.Count(l => l == 1),
            negatives = labels.Length - positives,
            index = 0,
            best = double.NegativeInfinity,
            threshold = 0.5;
        for (var i = 0; i < order.Length; i++)
        {
            index += labels[order[i]] == 1 ? 1 / positives : -1 / negatives;
            var last = i + 1 == order.Length || p[order[i + 1]] != p[order[i]];
            if (last && index > best)
                (best, threshold) = (index, i + 1 == order.Length ? p[order[i]] : (p[order[i]] + p[order[i + 1]]) / 2);
        }
        return threshold;
    }
}

/// <summary>One inner split, encoded once per encoding and shared by all candidates of the search.</summary>
internal sealed class InnerSplit
{
    private readonly int[] _train;
    private readonly int[] _held;
    private readonly Preparation _preparation;
    private readonly Dictionary<Encoding, (Encoded Train, Encoded Held)> _encoded = [];

    private InnerSplit(TrainingData data, int[] train, int[] held, int[] heldPositions)
    {
        (_train, _held, HeldPositions) = (train, held, heldPositions);
        _preparation = Preparation.Fit(data.Features, train);
        TrainLabels = [.. train.Select(r => data.Labels[r])];
    }

    public int[] TrainLabels { get; }

    /// <summary>Positions of the held-out rows among the rows of the search.</summary>
    public int[] HeldPositions { get; }

    public static IReadOnlyList<InnerSplit> Of(TrainingData data, int[] rows, int[] folds) =>
        [
            .. folds
                .Distinct()
                .Order()
                .Select(f => new InnerSplit(
                    data,
                    [.. rows.Where((_, i) => folds[i] != f)],
                    [.. rows.Where((_, i) => folds[i] == f)],
                    [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] == f)]
                )),
        ];

    public (Encoded Train, Encoded Held) Encode(TrainingData data, Encoding encoding)
    {
        if (!_encoded.TryGetValue(encoding, out var both))
            _encoded[encoding] = both = (
                _preparation.Encode(data.Features, _train, encoding),
                _preparation.Encode(data.Features, _held, encoding)
            );
        return both;
    }
}
