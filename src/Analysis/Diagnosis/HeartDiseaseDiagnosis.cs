using System.Globalization;
using Xinglin.Analysis.Predictions;
using Xinglin.Formats;
using Xinglin.Learning.Tables;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Diagnosis;

/// <summary>
/// How likely coronary artery disease is, from the 13 Cleveland features. Features are taken from the chart by code and
/// unit; what is missing is imputed and said to be. Thread-safe; the model is loaded once, on first use.
/// </summary>
/// <param name="modelFolder">Folder <c>models/heart-disease/version</c>.</param>
public sealed class HeartDiseaseDiagnosis(string modelFolder, TimeProvider clock)
{
    /// <summary>With more features missing the model may not answer.</summary>
    public const int MostMissing = 4;

    /// <summary>A number farther outside than this share of the range seen in training is unlike training.</summary>
    private const double OutsideShare = 0.1;

    private static readonly BilingualText Disease = new(
        "冠状动脉粥样硬化性心脏病（任一主要血管狭窄>50%）",
        "Coronary artery disease (more than 50 % narrowing of a major vessel)"
    );

    private readonly Lazy<TabularModel> _model = new(() => TabularModel.Load(modelFolder));

    /// <summary>True when a chart holds a cardiac work-up: at least the type of chest pain.</summary>
    public static bool IsCalledForBy(Chart chart) =>
        chart.Observations.Any(o =>
            o.Code?.Coding.Any(c =>
                c.System == HeartFeature.WorkupSystem && HeartFeature.ChestPain.Codes.Contains(c.Code)
            ) == true
        );

    /// <summary>A text that changes when, and only when, a finding of the work-up in the chart changes; age aside.</summary>
    public static string WorkupVersion(Chart chart, DateTimeOffset now) =>
        string.Join(
            ';',
            HeartFeature
                .All.Where(feature => feature != HeartFeature.Age)
                .Select(feature => HeartObservation.Of(chart, feature, now))
                .Select(seen => seen is null ? "-" : FormattableString.Invariant($"{seen.Source}={seen.Number:R}"))
        );

    /// <summary>The reading of a chart.</summary>
    /// <param name="predictionId">The FHIR id that the reading gets.</param>
    /// <exception cref="InvalidInputException">The model folder is missing or was changed.</exception>
    public Prediction Read(Chart chart, string predictionId)
    {
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        var model = _model.Value;
        var context = new PredictionContext(
            predictionId,
            PredictionKind.Diagnosis,
            chart.Patient.Id!,
            $"Patient/{chart.Patient.Id}",
            Reference(model),
            now,
            chart.Synthetic
        );
        var known = HeartFeature
            .All.Select(f => (Feature: f, Found: HeartObservation.Of(chart, f, now)))
            .ToDictionary(pair => pair.Feature.Column, pair => pair.Found);
        var missing = HeartFeature.All.Where(f => known[f.Column] is null).ToList();
        if (missing.Count > MostMissing || missing.Any(f => f.Core))
        {
            var given = HeartFeature
                .All.Where(f => known[f.Column] is not null)
                .Select(f => Given(f, known[f.Column]!));
            return new Prediction.CannotSay(context, given.ToList(), CannotSayReasons.TooManyMissing, TooMany(missing));
        }

        var prediction = model.Predict(known.ToDictionary(k => k.Key, k => k.Value?.Number));
        var imputed = prediction.Imputed.ToDictionary(i => i.Name, i => i.Value);
        var inputs = HeartFeature
            .All.Select(f =>
                known[f.Column] is { } found ? Given(f, found) : Imputed(f, imputed.GetValueOrDefault(f.Column))
            )
            .ToList();
        if (FarOutside(model, known) is { Count: > 0 } outside)
        {
            return new Prediction.CannotSay(context, inputs, CannotSayReasons.UnlikeTraining, Unlike(outside));
        }
        return new Prediction.Findings(context, inputs, [Finding(model, prediction, known)]);
    }

    private static Finding Finding(
        TabularModel model,
        RowPrediction prediction,
        Dictionary<string, HeartObservation?> known
    )
    {
        var positive = prediction.ExplainedClass;
        // An imputed value is no evidence: it speaks neither for nor against.
        var contributions = prediction
            .Contributions.Where(c => known.GetValueOrDefault(c.Key) is not null && Math.Abs(c.Value) >= 0.02)
            .Select(c => new Contribution($"input-{c.Key}", Math.Round(c.Value, 3)))
            .OrderByDescending(c => Math.Abs(c.LogOdds))
            .ThenBy(c => c.InputId, StringComparer.Ordinal)
            .ToList();
        return new Finding(
            "finding-coronary-disease",
            "53741008",
            Disease,
            Math.Round(prediction.Probabilities[positive], 4),
            Math.Round(prediction.Low[positive], 4),
            Math.Round(prediction.High[positive], 4),
            Math.Round(model.Threshold ?? 0.5, 4),
            contributions.Where(c => c.LogOdds > 0).ToList(),
            contributions.Where(c => c.LogOdds < 0).ToList()
        );
    }

    private static Input Given(HeartFeature feature, HeartObservation found) =>
        new(
            $"input-{feature.Column}",
            feature.Codes[0],
            feature.Label,
            found.Category is null ? found.Number : null,
            found.Category,
            feature.Unit,
            found.Time,
            found.Source,
            Imputed: false,
            found.Original,
            found.ReferenceLow,
            found.ReferenceHigh
        );

    private static Input Imputed(HeartFeature feature, string? value)
    {
        double? number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : null;
        var category = feature.Categories.FirstOrDefault(c => c.Number == number)?.Label;
        return new Input(
            $"input-{feature.Column}",
            feature.Codes[0],
            feature.Label,
            category is null ? number : null,
            category,
            feature.Unit,
            Time: null,
            Source: null,
            Imputed: true
        );
    }

    /// <summary>Numbers that lie outside of the range seen in training by more than a tenth of that range.</summary>
    private static List<(HeartFeature Feature, double Low, double High)> FarOutside(
        TabularModel model,
        Dictionary<string, HeartObservation?> known
    )
    {
        var far = new List<(HeartFeature, double, double)>();
        foreach (var feature in HeartFeature.All.Where(f => f.Categories.Count == 0))
        {
            var column = model.Features.FirstOrDefault(c => c.Name == feature.Column);
            if (known[feature.Column] is not { } found || column is null)
            {
                continue;
            }
            var (low, high) = (column.Low, column.High);
            var margin = OutsideShare * (high - low);
            if (found.Number < low - margin || found.Number > high + margin)
            {
                far.Add((feature, low, high));
            }
        }
        return far;
    }

    private static BilingualText TooMany(List<HeartFeature> missing) =>
        new(
            $"13项特征中缺{missing.Count}项：{string.Join("、", missing.Select(f => f.Label.Zh))}。最多可缺{MostMissing}项，年龄、性别和胸痛类型不可缺。补齐后可重新分析。",
            $"{missing.Count} of the 13 features are missing: {string.Join(", ", missing.Select(f => f.Label.En.ToLowerInvariant()))}. At most {MostMissing} may be missing, and never age, sex or the type of chest pain. The analysis can be run again once they are there."
        );

    private static BilingualText Unlike(List<(HeartFeature Feature, double Low, double High)> outside)
    {
        var zh = outside.Select(o =>
            $"{o.Feature.Label.Zh}超出训练范围{o.Low:0.#}～{o.High:0.#}{Spaced(o.Feature.Unit, "岁")}"
        );
        var en = outside.Select(o =>
            $"{o.Feature.Label.En.ToLowerInvariant()} lies outside of the {o.Low:0.#} to {o.High:0.#}{Spaced(o.Feature.Unit, "years")} seen in training"
        );
        return new(
            $"{string.Join("；", zh)}，模型不适用于该患者，以医师判断为准。",
            $"The {string.Join("; the ", en)}: the model does not apply to this patient; a clinician's judgement takes precedence."
        );
    }

    private static string Spaced(string unit, string years) =>
        unit switch
        {
            "a" => $" {years}",
            "mm[Hg]" => " mmHg",
            "{count}" or "" => "",
            _ => $" {unit}",
        };

    private ModelReference Reference(TabularModel model) =>
        new(
            "heart-disease",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))),
            new("冠心病风险模型", "Coronary artery disease model"),
            new(
                "Cleveland Clinic 303例行冠脉造影者（1981～1984年，29～77岁）",
                "303 patients referred for coronary angiography at the Cleveland Clinic (1981–1984, aged 29–77)"
            ),
            ModelFigures.From(model.Metrics)
        );
}
