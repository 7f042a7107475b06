using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.PredictionSets;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.ModelSelection;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables;

/// <summary>A trained table model, read from its folder. Thread-safe.</summary>
public sealed class TabularModel
{
    private readonly TargetClasses _target;
    private readonly FittedEnsemble _blend;

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
        _blend = new FittedEnsemble(
            Preparation,
            Parts("main."),
            [.. Enumerable.Range(0, (int)json["members"]!).Select(m => Parts($"member{m}."))],
            Calibration.FromJson(json["calibration"]!),
            (double?)json["interval_scale"] ?? 1
        );
    }

    /// <summary>The content of <c>model.json</c>.</summary>
    public JsonObject Document { get; }

    /// <summary>The model card, Markdown, in each language.</summary>
    public BilingualText Card { get; }

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

    /// <exception cref="InvalidInputException">The folder is not a whole, unchanged table model.</exception>
    public static TabularModel Load(string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        if (checkpoint.Task != "tabular")
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}: the model's task is '{checkpoint.Task}', not 'tabular'",
                "Name the folder of a model made by 'train tabular'."
            );
        }

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
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile} lacks a part of a table model ({fault.Message})",
                "Train the model again from its plan."
            );
        }
    }

    /// <summary>The classes of a table's target column; −1 where it is missing.</summary>
    public int[] Labels(Table table, string target) => _target.Read(table, target);

    /// <summary>Calibrated probabilities [rows][classes] of a table. Columns are found by name.</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public double[][] Probabilities(Table table) => _blend.Probabilities(Preparation.Read(table), table.Rows);

    /// <summary>Calibrated probabilities with their 90 % intervals, each [rows][classes].</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public (double[][] Probabilities, double[][] Low, double[][] High) WithIntervals(Table table) =>
        _blend.WithIntervals(Preparation.Read(table), table.Rows);

    /// <summary>
    /// Probabilities, intervals and contributions of one row, given by feature name. A missing name or a null is imputed and
    /// listed as such. Numbers are written with a point; a category as in the training table.
    /// </summary>
    /// <exception cref="InvalidInputException">A numeric feature holds text or an infinite number.</exception>
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
        var features = Preparation.Read(table);
        var (p, low, high) = _blend.WithIntervals(features, 1);
        var attribution = _blend.Explain(features, 0);
        var explained = Classes.Count == 2 ? 1 : Evaluation.Metrics.MostProbable(p[0]);
        var contributions = new Dictionary<string, double>();
        for (var f = 0; f < Features.Count; f++)
            contributions.Add(Features[f].Name, attribution.ByFeature[f][explained]);
        return new RowPrediction(
            p[0],
            low[0],
            high[0],
            explained,
            attribution.Base[explained],
            contributions,
            _blend.CalibrationShift(features, p[0]),
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
        return [.. Enumerable.Range(0, table.Rows).Select(r => _blend.Explain(features, r))];
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
            new ModelChoice(Preparation, _blend.Parts, _blend.Calibration, Threshold, []),
            BackgroundSample.FromJson(background, names),
            (int?)Document["plan"]!["seed"] ?? 0
        );
        var features = Preparation.Read(table);
        // About five minutes of a core at most, unless one round alone takes longer.
        var rounds = (int)
            Math.Clamp(3e11 / Math.Max(1, table.Rows * explainer.CostOfRow(features.Count)), 1, Explainer.Careful);
        return [.. Enumerable.Range(0, table.Rows).Select(r => explainer.Explain(features, r, rounds))];
    }

    private List<ImputedFeature> Imputed(Table row) =>
        [
            .. Features
                .Where(f => DataShiftReport.IsImputed(f, row.Column(f.Name)[0]))
                .Select(f => new ImputedFeature(
                    f.Name,
                    f.Kind == ColumnKind.Category ? f.Mode ?? "" : f.Median.ToString("R", CultureInfo.InvariantCulture)
                )),
        ];

    private List<string> Outside(Table row) =>
        [.. Features.Where(f => DataShiftReport.IsOutside(f, row.Column(f.Name)[0])).Select(f => f.Name)];
}
