using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Series.Members;
using Xinglin.Learning.Tables.Estimators.Arithmetic;

namespace Xinglin.Learning.Series;

/// <summary>
/// Puts the kinds together: weights and calibration from all out-of-fold scores for the model, and for the figures, fold by
/// fold, from the other folds alone.
/// </summary>
internal sealed class SeriesEnsemble
{
    private readonly SeriesCohort cohort;
    private readonly int[] folds;
    private readonly IReadOnlyList<TrainedKind> kinds;
    private readonly double[][][] scores;
    private readonly double[] values;

    public SeriesEnsemble(SeriesCohort cohort, int[] folds, IReadOnlyList<TrainedKind> kinds)
    {
        (this.cohort, this.folds, this.kinds) = (cohort, folds, kinds);
        scores = [.. kinds.Select(kind => kind.Scores)];
        values = Array.ConvertAll(cohort.Values, cohort.Target.Score);
        Weights = Choose([.. Enumerable.Range(0, folds.Length)]);
    }

    /// <summary>The weight of each kind; they add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The last step of the model, fitted on all out-of-fold scores.</summary>
    public SeriesFinish Finish() => FinishOn(Weights, [.. Enumerable.Range(0, folds.Length)]);

    /// <summary>Honest calibrated probabilities [rows][classes].</summary>
    public double[][] Probabilities() => [.. Answers().Select(answer => ((SeriesOutcome.Classes)answer).Probabilities)];

    /// <summary>Honest numbers.</summary>
    public NumberAnswer[] Numbers() => [.. Answers().Select(answer => ((SeriesOutcome.Number)answer).Answer)];

    /// <summary>Honest answers of every row: nothing that made one has seen its fold, but for the members' training itself.</summary>
    public SeriesOutcome[] Answers()
    {
        var answers = new SeriesOutcome[folds.Length];
        foreach (var fold in folds.Distinct())
        {
            var others = Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold).ToArray();
            var weights = Choose(others);
            var finish = FinishOn(weights, others);
            for (var row = 0; row < folds.Length; row++)
                if (folds[row] == fold)
                    answers[row] = finish.Apply(MemberVotes.Blend(scores, weights, row), cohort.Target);
        }
        return answers;
    }

    /// <summary>Each kind with its weight, its own figure and its seconds.</summary>
    public JsonArray ToJson() =>
        [
            .. kinds.Select(
                (kind, k) =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["kind"] = kind.Kind,
                            ["weight"] = Math.Round(Weights[k], 3),
                            [cohort.Target.IsNumber ? "mae" : "auc"] = Math.Round(Alone(kind), 6),
                            ["seconds"] = Math.Round(kind.Seconds, 1),
                        }
            ),
        ];

    private double Alone(TrainedKind kind)
    {
        if (cohort.Target.IsNumber)
            return kind.Scores.Select((s, row) => Math.Abs(cohort.Target.OfScore(s[1]) - cohort.Values[row])).Average();
        var probabilities = kind.Scores.Select(Scores.Probabilities).ToArray();
        var classes = cohort.Target.Classes.Count;
        return Enumerable
            .Range(0, folds.Max() + 1)
            .SelectMany(fold =>
            {
                var rows = Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold).ToArray();
                return Enumerable
                    .Range(classes == 2 ? 1 : 0, classes == 2 ? 1 : classes)
                    .Select(c =>
                        Metrics.Auc(
                            Array.ConvertAll(rows, row => probabilities[row][c]),
                            Array.ConvertAll(rows, row => cohort.Labels[row] == c)
                        )
                    );
            })
            .Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN)
            .Average();
    }

    private double[] Choose(int[] rows) =>
        kinds.Count == 1
            ? [1]
            : MemberVotes.Choose(
                scores,
                rows,
                cohort.Target.IsNumber
                    ? (blended, row) => SeriesLoss.OfNumber(blended, values[row])
                    : (blended, row) => SeriesLoss.OfClass(blended, cohort.Labels[row])
            );

    private SeriesFinish FinishOn(double[] weights, int[] rows)
    {
        var blended = Array.ConvertAll(rows, row => MemberVotes.Blend(scores, weights, row));
        if (cohort.Target.IsNumber)
            return new SeriesFinish.Interval(
                SeriesInterval.Fit(blended, Array.ConvertAll(rows, row => cohort.Values[row]), cohort.Target)
            );
        return new SeriesFinish.Calibrated(
            Calibration.Fit(
                cohort.Target.Classes.Count == 2 ? "platt" : "temperature",
                Array.ConvertAll(blended, Scores.Probabilities),
                Array.ConvertAll(rows, row => cohort.Labels[row])
            )
        );
    }
}
