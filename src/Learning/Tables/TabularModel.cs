using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Explanation;
using Xinglin.Learning.Tables.Candidates;
using Xinglin.Learning.Tables.Choosing;
using Xinglin.Learning.Tables.Columns;

namespace Xinglin.Learning.Tables;

/// <summary>What a model says of one row.</summary>
/// <param name="Probabilities">Calibrated, per class, in the order of <see cref="TabularModel.Classes"/>.</param>
/// <param name="Low">Lower ends of the 90 % intervals.</param>
/// <param name="High">Upper ends of the 90 % intervals.</param>
/// <param name="ExplainedClass">The class that the contributions speak of: the positive one of two, else the most probable.</param>
/// <param name="Base">Log-odds before any feature spoke.</param>
/// <param name="Contributions">Log-odds that each feature added (above 0) or took away, by feature name.</param>
/// <param name="CalibrationShift">
/// What a calibration that bends log-odds (isotonic, beta) added to the log-odds; 0 otherwise. Base, contributions and this add up to the log-odds of
/// <see cref="Probabilities"/> with two classes.
/// </param>
/// <param name="Imputed">Features the row did not have, and what stood in for them.</param>
/// <param name="Outside">Features whose value is outside what training saw.</param>
public sealed record RowPrediction(
    double[] Probabilities,
    double[] Low,
    double[] High,
    int ExplainedClass,
    double Base,
    IReadOnlyDictionary<string, double> Contributions,
    double CalibrationShift,
    IReadOnlyList<ImputedFeature> Imputed,
    IReadOnlyList<string> Outside
);

/// <param name="Value">The training median or most frequent level, as a table would write it.</param>
public sealed record ImputedFeature(string Name, string Value);

/// <summary>A trained table model, read from its folder. Thread-safe.</summary>
public sealed class TabularModel
{
    /// <summary>Standard deviations of the normal distribution that hold 90 % in the middle.</summary>
    private const double Ninety = 1.6449;

    private readonly TargetClasses _target;
    private readonly IReadOnlyList<Part> _parts;
    private readonly IReadOnlyList<IReadOnlyList<Part>> _members;
    private readonly Calibration _calibration;
    private readonly double _intervalScale;

    private TabularModel(Checkpoint checkpoint)
    {
        var json = checkpoint.Document;
        Document = json;
        Card = checkpoint.Card;
        Preparation = Preparation.FromJson(json["preparation"]!);
        TargetColumn = (string)json["target"]!["column"]!;
        _target = new TargetClasses(
            [.. json["classes"]!.AsArray().Select(c => (string)c!)],
            json["target"]!["class_of"]!.AsObject().ToDictionary(c => c.Key, c => (int)c.Value!)
        );
        IdColumn = (string?)json["plan"]!["id"];
        _calibration = Calibration.FromJson(json["calibration"]!);
        _intervalScale = (double?)json["interval_scale"] ?? 1;
        Threshold = (double?)json["threshold"];
        Sets = json["prediction_sets"] is { } sets ? ConformalSets.FromJson(sets, _target.Names) : null;
        var settings = json["parts"]!
            .AsArray()
            .Select(p => (Candidate: CandidateJson.FromJson(p!["candidate"]!), Weight: (double)p["weight"]!))
            .ToList();
        IReadOnlyList<Part> Parts(string prefix) =>
            [
                .. settings.Select(
                    (s, i) =>
                        new Part(
                            CandidateWeights.Load(
                                prefix == "main." ? s.Candidate : s.Candidate.AsMember(),
                                Classes.Count,
                                Preparation.Width(s.Candidate.Encoding),
                                checkpoint.Weights,
                                $"{prefix}{i}."
                            ),
                            s.Weight
                        )
                ),
            ];
        _parts = Parts("main.");
        _members = [.. Enumerable.Range(0, (int)json["members"]!).Select(m => Parts($"member{m}."))];
    }

    /// <summary>The content of <c>model.json</c>.</summary>
    public JsonObject Document { get; }

    /// <summary>The model card, Markdown.</summary>
    public string Card { get; }

    /// <summary>Class names; with two, the second is the positive one.</summary>
    public IReadOnlyList<string> Classes => _target.Names;

    /// <summary>What the model needs of a row, with the ranges and levels that training saw.</summary>
    public IReadOnlyList<PreparedColumn> Features => Preparation.Columns;

    public Preparation Preparation { get; }

    public string TargetColumn { get; }

    public string? IdColumn { get; }

    /// <summary>With two classes, the probability from which a row is called positive.</summary>
    public double? Threshold { get; }

    /// <summary>The rule of prediction sets; null in models trained before there were any.</summary>
    public ConformalSets? Sets { get; }

    /// <summary>Cross-validated figures with 95 % intervals, as <see cref="EvaluationReport.ToJson"/> writes them.</summary>
    public JsonObject Metrics => Document["metrics"]!.AsObject();

    /// <exception cref="CheckpointRefusedException">The folder is not a whole, unchanged table model.</exception>
    public static TabularModel Load(string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        if (checkpoint.Task != "tabular")
            throw new CheckpointRefusedException(
                $"{Checkpoint.DocumentFile}: the model's task is '{checkpoint.Task}', not 'tabular'",
                "Name the folder of a model made by 'train tabular'."
            );
        try
        {
            return new TabularModel(checkpoint);
        }
        catch (Exception fault)
            when (fault
                    is NullReferenceException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or JsonException
            )
        {
            throw new CheckpointRefusedException(
                $"{Checkpoint.DocumentFile} lacks a part of a table model ({fault.Message})",
                "Train the model again from its plan."
            );
        }
    }

    /// <summary>The classes of a table's target column; −1 where it is missing.</summary>
    public int[] Labels(Table table, string target) => _target.Read(table, target);

    /// <summary>Calibrated probabilities [rows][classes] of a table. Columns are found by name.</summary>
    /// <exception cref="TableRefusedException">A column is missing or unreadable.</exception>
    public double[][] Probabilities(Table table) => Calibrated(ModelChoice.BlendedScores(_parts, Encoded(table)));

    /// <summary>Calibrated probabilities with their 90 % intervals, each [rows][classes].</summary>
    /// <exception cref="TableRefusedException">A column is missing or unreadable.</exception>
    public (double[][] Probabilities, double[][] Low, double[][] High) WithIntervals(Table table)
    {
        var encoded = Encoded(table);
        var p = Calibrated(ModelChoice.BlendedScores(_parts, encoded));
        var members = _members.Select(m => Calibrated(ModelChoice.BlendedScores(m, encoded))).ToList();
        var low = p.Select(row => new double[row.Length]).ToArray();
        var high = p.Select(row => new double[row.Length]).ToArray();
        for (var r = 0; r < p.Length; r++)
        for (var c = 0; c < p[r].Length; c++)
            (low[r][c], high[r][c]) = Interval(p[r][c], [.. members.Select(m => m[r][c])]);
        return (p, low, high);
    }

    /// <summary>
    /// Probabilities, intervals and contributions of one row, given by feature name. A missing name or a null is imputed and
    /// listed as such. Numbers are written with a point; a category as in the training table.
    /// </summary>
    /// <exception cref="TableRefusedException">A numeric feature holds text or an infinite number.</exception>
    public RowPrediction Predict(IReadOnlyDictionary<string, string?> row)
    {
        var table = new Table(
            "row",
            [.. Features.Select(f => f.Name)],
            [
                .. Features.Select(f =>
                    new[] { string.IsNullOrWhiteSpace(row.GetValueOrDefault(f.Name)) ? null : row[f.Name] }
                ),
            ],
            [1]
        );
        var (p, low, high) = WithIntervals(table);
        var attribution = Explain(table, out var raw);
        var explained = Classes.Count == 2 ? 1 : Evaluation.Metrics.MostProbable(p[0]);
        var contributions = new Dictionary<string, double>();
        for (var f = 0; f < Features.Count; f++)
            contributions.Add(Features[f].Name, attribution.ByFeature[f][explained]);
        var shift = _calibration.IsLinear ? 0 : Calibration.Logit(p[0][1]) - raw[1];
        return new RowPrediction(
            p[0],
            low[0],
            high[0],
            explained,
            attribution.Base[explained],
            contributions,
            shift,
            Imputed(table),
            Outside(table)
        );
    }

    /// <summary><inheritdoc cref="Predict(IReadOnlyDictionary{string, string?})"/></summary>
    public RowPrediction Predict(IReadOnlyDictionary<string, double?> row) =>
        Predict(row.ToDictionary(c => c.Key, c => c.Value?.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Contributions to every class's score of each row of a table, after calibration where it is linear.</summary>
    public IReadOnlyList<Attribution> Contributions(Table table)
    {
        var features = Preparation.Read(table);
        return [.. Enumerable.Range(0, table.Rows).Select(r => Explain(features, r))];
    }

    /// <summary>
    /// SHAP values of each row of a table, see <see cref="Explainer"/>: exact for linear and tree parts, estimated for others.
    /// </summary>
    public IReadOnlyList<Attribution> Explain(Table table)
    {
        if (Document["background"] is not { } background)
            return Contributions(table); // a model of before there were background rows
        var names = Features.Select(f => f.Name).ToList();
        var explainer = new Explainer(
            new ModelChoice(Preparation, _parts, _calibration, Threshold, []),
            BackgroundRows.FromJson(background, names),
            (int?)Document["plan"]!["seed"] ?? 0
        );
        var features = Preparation.Read(table);
        // About five minutes of a core at most, unless one round alone takes longer.
        var rounds = (int)
            Math.Clamp(3e11 / Math.Max(1, table.Rows * explainer.CostOfRow(features.Count)), 1, Explainer.Careful);
        return [.. Enumerable.Range(0, table.Rows).Select(r => explainer.Explain(features, r, rounds))];
    }

    private Attribution Explain(Table table, out double[] raw)
    {
        raw = ModelChoice.BlendedScores(_parts, Encoded(table))[0];
        return Explain(Preparation.Read(table), 0);
    }

    private Attribution Explain(IReadOnlyList<Feature> features, int row)
    {
        var blended = _parts
            .Select(p =>
                p.Model.Explain(Preparation.Encode(features, [row], p.Model.Settings.Encoding), features.Count)
                    .Times(p.Weight)
            )
            .Aggregate((a, b) => a.Plus(b));
        switch (_calibration)
        {
            case Calibration.Platt platt:
                var scaled = blended.Times(platt.Slope);
                scaled.Base[1] += platt.Intercept;
                return scaled;
            case Calibration.Temperature t:
                return blended.Times(1 / t.T);
            default:
                return blended;
        }
    }

    private IReadOnlyDictionary<Encoding, Encoded> Encoded(Table table) =>
        ModelChoice.Encode(_parts, Preparation, Preparation.Read(table), [.. Enumerable.Range(0, table.Rows)]);

    private double[][] Calibrated(double[][] scores) =>
        [.. scores.Select(s => _calibration.Apply(Scores.Probabilities(s)))];

    /// <summary>
    /// The point estimate's log-odds plus and minus 1.645 standard deviations of the log-odds over the models trained on
    /// bootstrap resamples of the training rows: the uncertainty that comes from having seen these rows and not others.
    /// </summary>
    private (double Low, double High) Interval(double p, double[] members)
    {
        var logits = members.Select(Calibration.Logit).ToArray();
        var mean = logits.Average();
        var deviation =
            _intervalScale * Math.Sqrt(logits.Sum(z => (z - mean) * (z - mean)) / Math.Max(1, logits.Length - 1));
        var centre = Calibration.Logit(p);
        return (
            Math.Min(p, Calibration.Sigmoid(centre - Ninety * deviation)),
            Math.Max(p, Calibration.Sigmoid(centre + Ninety * deviation))
        );
    }

    private List<ImputedFeature> Imputed(Table row) =>
        [
            .. Features
                .Where(f =>
                    row.Column(f.Name)[0] is not { } cell
                    || f.Possible is { } possible
                        && ColumnKinds.TryNumber(cell, out var number)
                        && !possible.Contains(number)
                )
                .Select(f => new ImputedFeature(
                    f.Name,
                    f.Kind == ColumnKind.Category ? f.Mode ?? "" : f.Median.ToString("R", CultureInfo.InvariantCulture)
                )),
        ];

    private List<string> Outside(Table row) =>
        [
            .. Features
                .Where(f =>
                    row.Column(f.Name)[0] is { } cell
                    && (
                        f.HasNumbers
                            ? ColumnKinds.TryNumber(cell, out var number) && (number < f.Low || number > f.High)
                            : !f.HasRare && !f.Levels.Contains(ColumnKinds.Level(cell))
                    )
                )
                .Select(f => f.Name),
        ];
}
