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
    private readonly SeriesCohort _cohort;
    private readonly int[] _folds;
    private readonly IReadOnlyList<TrainedKind> _kinds;
    private readonly double[][][] _scores;
    private readonly double[] _values;

    public SeriesEnsemble(SeriesCohort cohort, int[] folds, IReadOnlyList<TrainedKind> kinds)
    {
        (_cohort, _folds, _kinds) = (cohort, folds, kinds);
        _scores = [.. kinds.Select(kind => kind.Scores)];
        _values = Array.ConvertAll(cohort.Values, cohort.Target.Score);
        Weights = Choose([.. Enumerable.Range(0, folds.Length)]);
    }

    /// <summary>The weight of each kind; they add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The last step of the model, fitted on all out-of-fold scores.</summary>
    public OutputHead Finish() => FinishOn(Weights, [.. Enumerable.Range(0, _folds.Length)]);

    /// <summary>Honest calibrated probabilities [rows][classes].</summary>
    public double[][] Probabilities() => [.. Answers().Select(answer => ((SeriesOutcome.Classes)answer).Probabilities)];

    /// <summary>Honest numbers.</summary>
    public NumberAnswer[] Numbers() => [.. Answers().Select(answer => ((SeriesOutcome.Number)answer).Answer)];

    /// <summary>Honest answers of every row: nothing that made one has seen its fold, but for the members' training itself.</summary>
    public SeriesOutcome[] Answers()
    {
        var answers = new SeriesOutcome[_folds.Length];
        foreach (var fold in _folds.Distinct())
        {
            var others = Enumerable.Range(0, _folds.Length).Where(row => _folds[row] != fold).ToArray();
            var weights = Choose(others);
            var finish = FinishOn(weights, others);
            for (var row = 0; row < _folds.Length; row++)
            {
                if (_folds[row] == fold)
                    answers[row] = finish.Apply(MemberSelection.Blend(_scores, weights, row), _cohort.Target);
            }
        }
        return answers;
    }

    /// <summary>Each kind with its weight, its own figure and its seconds.</summary>
    public JsonArray ToJson() =>
        [
            .. _kinds.Select(
                (kind, k) =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["kind"] = kind.Kind,
                            ["weight"] = Math.Round(Weights[k], 3),
                            [_cohort.Target.IsNumber ? "mae" : "auc"] = Math.Round(Alone(kind), 6),
                            ["seconds"] = Math.Round(kind.Seconds, 1),
                        }
            ),
        ];

    private double Alone(TrainedKind kind)
    {
        if (_cohort.Target.IsNumber)
        {
            return kind
                .Scores.Select((s, row) => Math.Abs(_cohort.Target.OfScore(s[1]) - _cohort.Values[row]))
                .Average();
        }

        var probabilities = kind.Scores.Select(Scores.Probabilities).ToArray();
        var classes = _cohort.Target.Classes.Count;
        return Enumerable
            .Range(0, _folds.Max() + 1)
            .SelectMany(fold =>
            {
                var rows = Enumerable.Range(0, _folds.Length).Where(row => _folds[row] == fold).ToArray();
                return Enumerable
                    .Range(classes == 2 ? 1 : 0, classes == 2 ? 1 : classes)
                    .Select(c =>
                        Metrics.Auc(
                            Array.ConvertAll(rows, row => probabilities[row][c]),
                            Array.ConvertAll(rows, row => _cohort.Labels[row] == c)
                        )
                    );
            })
            .Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN)
            .Average();
    }

    private double[] Choose(int[] rows) =>
        _kinds.Count == 1
            ? [1]
            : MemberSelection.Choose(
                _scores,
                rows,
                _cohort.Target.IsNumber
                    ? (blended, row) => SeriesLoss.OfNumber(blended, _values[row])
                    : (blended, row) => SeriesLoss.OfClass(blended, _cohort.Labels[row])
            );

    private OutputHead FinishOn(double[] weights, int[] rows)
    {
        var blended = Array.ConvertAll(rows, row => MemberSelection.Blend(_scores, weights, row));
        if (_cohort.Target.IsNumber)
        {
            return new OutputHead.Interval(
                SeriesInterval.Fit(blended, Array.ConvertAll(rows, row => _cohort.Values[row]), _cohort.Target)
            );
        }

        return new OutputHead.Calibrated(
            Calibration.Fit(
                _cohort.Target.Classes.Count == 2 ? "platt" : "temperature",
                Array.ConvertAll(blended, Scores.Probabilities),
                Array.ConvertAll(rows, row => _cohort.Labels[row])
            )
        );
    }
}
