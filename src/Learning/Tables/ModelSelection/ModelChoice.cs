using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>
/// The whole way from training rows to a model: search by inner splits, blend, calibration, threshold, final fit. It is
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
    /// <summary>Held-out rows with what the uncalibrated blend said of them, for whoever chooses limits on them.</summary>
    internal HeldOut? HeldOut { get; init; }

    /// <param name="rows">The rows training may see.</param>
    /// <param name="step">Called after each candidate was tried.</param>
    /// <param name="elsewhere">Who carries out the trials; null: this process.</param>
    internal static ModelChoice Fit(
        TrainingData data,
        int[] rows,
        SearchOrder order,
        SearchBudget pace,
        TimeProvider clock,
        Action<Trial>? step = null,
        RemoteTrials? elsewhere = null,
        CancellationToken ct = default
    )
    {
        var search = new CandidateSearch(data, rows, order, clock, elsewhere);
        search.Run(pace, TableTraits.Of(data, rows), step, ct);
        var weights = WeightedEnsemble.Choose(search, order.Seed);
        var library = search.Library;
        var raw = search
            .Labels.Select((_, i) => Scores.Probabilities(Scores.Blend([.. library.Select(l => l.Scores[i])], weights)))
            .ToArray();
        // A row that was held out twice is in one part both times.
        var parts = search.Positions.Select(p => p % order.Folds).ToArray();
        var calibration = Calibration.Fit(Calibration.Choose(raw, search.Labels, parts), raw, search.Labels);

        var labels = data.LabelsOf(rows);
        var preparation = Preparation.Fit(data.Features, rows, labels, data.Classes);
        var chosen = library.Zip(weights).Where(k => k.Second > 0).ToList();
        return new ModelChoice(
            preparation,
            FitOn(
                [.. chosen.Select(c => (c.First.Trial.Candidate, c.Second))],
                preparation,
                data,
                rows,
                order.Seed,
                clock,
                ct
            ),
            calibration,
            data.Classes == 2 ? Youden([.. raw.Select(p => calibration.Apply(p)[1])], search.Labels) : null,
            search.Trials
        )
        {
            HeldOut = new HeldOut(search.Positions, search.Labels, raw),
        };
    }

    /// <summary>Fits the same parts on other rows with the same preparation: a member of a bootstrap ensemble.</summary>
    public IReadOnlyList<Part> Refit(
        TrainingData data,
        int[] rows,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        FitOn(
            [.. Parts.Select(p => (p.Model.Settings.AsMember(), p.Weight))],
            Preparation,
            data,
            rows,
            seed,
            clock,
            ct
        );

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

    private static IReadOnlyList<Part> FitOn(
        IReadOnlyList<(Candidate Candidate, double Weight)> chosen,
        Preparation preparation,
        TrainingData data,
        int[] rows,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var labels = data.LabelsOf(rows);
        var encoded = chosen
            .Select(c => c.Candidate.Encoding)
            .Distinct()
            .ToDictionary(e => e, e => preparation.EncodeTraining(data.Features, rows, labels, data.Classes, e));
        var parts = new Part[chosen.Count];
        void Fit(int i) =>
            parts[i] = new Part(
                chosen[i].Candidate.Fit(encoded[chosen[i].Candidate.Encoding], labels, data.Classes, seed, clock, ct),
                chosen[i].Weight
            );
        var each = Enumerable.Range(0, parts.Length);
        Concurrently.ForEach(
            each.Where(i => chosen[i].Candidate is not Candidate.Network),
            Environment.ProcessorCount,
            ct,
            Fit
        );
        foreach (var i in each.Where(i => chosen[i].Candidate is Candidate.Network))
            Fit(i);
        return parts;
    }

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

/// <summary>Rows that were held out in the search, as often as they were.</summary>
/// <param name="Positions">Which of the rows of the search each is.</param>
/// <param name="Labels">The class of each.</param>
/// <param name="Raw">[rows][classes] the blend's probabilities before calibration.</param>
internal sealed record HeldOut(int[] Positions, int[] Labels, double[][] Raw);
