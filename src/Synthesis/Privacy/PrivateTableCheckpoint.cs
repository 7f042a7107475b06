using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Training;

namespace Xinglin.Synthesis.Privacy;

/// <summary>A privately trained table model, about to be written.</summary>
/// <param name="Models">The model, then the members of its interval.</param>
/// <param name="Training">Rows that the guarantee speaks of.</param>
/// <param name="Held">Rows that the figures come from.</param>
/// <param name="Groups">Groups of people among them; with two classes, positive from 0.5 on.</param>
/// <param name="About">Source attributes that the trainer states.</param>
internal sealed record PrivateTableModel(
    TabularTrainingOptions Options,
    string Data,
    string Target,
    TargetClasses Classes,
    Preparation Preparation,
    IReadOnlyList<LogisticRegression> Models,
    EvaluationReport Report,
    JsonObject Guarantee,
    IReadOnlyList<string> Notes,
    int Training,
    int Held,
    IReadOnlyList<SubgroupFigures> Groups,
    IReadOnlyDictionary<string, string>? About,
    int Seed
);

/// <summary>Writes a privately trained table model in the format of any table model (docs/formats.md), with its guarantee.</summary>
internal static class PrivateTableCheckpoint
{
    /// <returns>What <c>train tabular --json</c> answers.</returns>
    public static JsonObject Save(string folder, PrivateTableModel model)
    {
        var candidate = new Candidate.Logistic(1, false);
        var weights = new Dictionary<string, NamedTensor>();
        for (var i = 0; i < model.Models.Count; i++)
            new FittedCandidate.Logistic(candidate, model.Models[i]).Save(
                weights,
                i == 0 ? "main.0." : $"member{i - 1}.0."
            );
        var digest = DataDigest.Of(model.Data);
        var notes = new JsonArray([.. model.Notes.Select(n => JsonValue.Create(n))]);
        var metrics = model.Report.ForModel();
        metrics.Remove("seconds");
        metrics["split"] = $"{model.Held} rows held out from training";
        metrics["subgroups"] = new JsonArray([.. model.Groups.Select(g => g.ToJson())]);
        var known = Known(model);
        var document = new JsonObject
        {
            ["task"] = "tabular",
            ["name"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            ["classes"] = new JsonArray([.. model.Classes.Names.Select(c => JsonValue.Create(c))]),
            ["target"] = new JsonObject
            {
                ["column"] = model.Target,
                ["class_of"] = new JsonObject(
                    model.Classes.ClassOf.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value)))
                ),
            },
            ["preparation"] = model.Preparation.ToJson(),
            ["parts"] = new JsonArray(new JsonObject { ["candidate"] = candidate.ToJson(), ["weight"] = 1.0 }),
            ["members"] = model.Models.Count - 1,
            ["interval_scale"] = 1.0,
            ["calibration"] = new Calibration.None().ToJson(),
            ["threshold"] = model.Classes.Names.Length == 2 ? 0.5 : null,
            ["metrics"] = metrics,
            ["differential_privacy"] = model.Guarantee.DeepClone(),
            ["source_attributes"] = SourceAttributes.ToJson(model.About, known),
            ["data_sha256"] = digest,
            ["notes"] = notes.DeepClone(),
            ["plan"] = new JsonObject
            {
                ["data"] = Path.GetFileName(model.Data),
                ["target"] = model.Target,
                ["id"] = model.Options.Id,
                ["positive"] = new JsonArray([.. (model.Options.Positive ?? []).Select(p => JsonValue.Create(p))]),
                ["drop"] = new JsonArray([.. (model.Options.Drop ?? []).Select(p => JsonValue.Create(p))]),
                ["seed"] = model.Seed,
            },
        };
        Checkpoint.Save(folder, document, weights, Card(model, known));
        var answer = model.Report.ToJson();
        answer["split"] = metrics["split"]!.DeepClone();
        answer["subgroups"] = metrics["subgroups"]!.DeepClone();
        answer["model"] = folder;
        answer["trials"] = 1;
        answer["differential_privacy"] = model.Guarantee.DeepClone();
        answer["data_sha256"] = digest;
        answer["notes"] = notes;
        return answer;
    }

    private static string Card(PrivateTableModel model, IReadOnlyDictionary<string, string> known)
    {
        var card = new StringBuilder(Figures(model));
        SubgroupCard.Append(
            card,
            model.Groups,
            "没有识别出性别、年龄或民族列；可用 --subgroups 指定。",
            "No column was recognised as sex, age or race; name columns with --subgroups.",
            0.5
        );
        SourceAttributes.Append(card, model.About, known);
        return card.ToString();
    }

    private static Dictionary<string, string> Known(PrivateTableModel model) =>
        new()
        {
            ["output"] =
                $"`{model.Target}`各类别的概率（未校准） · the probability of each class of `{model.Target}`, not calibrated",
            ["output_type"] = "预测、分类 · prediction, classification",
            ["decision_role"] = "提示，由临床医师决定 · informs; a clinician decides",
            ["known_risks"] =
                "未作概率校准；区间仅反映训练噪声 · not calibrated; the intervals show the noise of training alone",
            ["inclusion_exclusion"] = string.Create(
                CultureInfo.InvariantCulture,
                $"训练{model.Training}行，评价{model.Held}行，均有`{model.Target}`值 · {model.Training} rows for training and {model.Held} for the figures, all with a value of `{model.Target}`"
            ),
            ["representativeness"] = SubgroupStatements.Representation(model.Groups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Held}行留出 · {model.Held} rows held out: AUC {model.Report.Auc.Value:0.000} ({model.Report.Auc.Low:0.000}–{model.Report.Auc.High:0.000}), Brier {model.Report.Brier.Value:0.000}, ECE {model.Report.Ece.Value:0.000}"
            ),
            ["fairness_internal"] = SubgroupStatements.Fairness(model.Groups),
        };

    private static string Figures(PrivateTableModel model) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 差分隐私表格模型 · Table model with differential privacy: {model.Target}

            - **用途 · Use**: 对与训练数据同类的一行表格给出概率，供医师参考；非医疗器械。
              The probability of {string.Join(
                ", ",
                model.Classes.Names
            )} for one row; supports a clinician, who decides; not a medical device.
            - **方法 · Method**: 逻辑回归，DP-SGD训练；列的水平、范围与均值来自加噪计数。
              Logistic regression trained by DP-SGD; levels, ranges and means of columns from blurred counts.
            - **保证 · Guarantee**: (ε, δ) = ({model.Guarantee["epsilon"]}, {model.Guarantee[
                "delta"
            ]})，以单行有无为相邻；不覆盖下列指标与行数、列名、类型、小数位、目标水平名称。
              For one row, present or absent, among {model.Training}; it does not cover the figures below, the number of rows, names, types and decimals of
              columns, or names of the target's levels.
            - **准确度 · Figures** ({model.Held} rows held out; 95 % bootstrap intervals): AUC {model.Report.Auc.Value:0.000}
              ({model.Report.Auc.Low:0.000}–{model.Report.Auc.High:0.000}), Brier {model.Report.Brier.Value:0.000}, ECE {model.Report.Ece.Value:0.000}.
            - **局限 · Limits**: 未作概率校准；区间仅反映训练噪声。Not calibrated; the intervals show the noise of training alone.

            """
        );
}
