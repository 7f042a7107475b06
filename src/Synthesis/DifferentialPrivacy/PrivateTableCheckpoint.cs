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
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.DifferentialPrivacy;

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
    IReadOnlyList<BilingualText> Notes,
    int Training,
    int Held,
    IReadOnlyList<SubgroupFigures> Groups,
    IReadOnlyDictionary<string, BilingualText>? About,
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
        {
            new FittedEstimator.Logistic(candidate, model.Models[i]).Save(
                weights,
                i == 0 ? "main.0." : $"member{i - 1}.0."
            );
        }

        var digest = DataDigest.Of(model.Data);
        var notes = new JsonArray([.. model.Notes.Select(BilingualTextConverter.ToNode)]);
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
        Checkpoint.Save(folder, document, weights, MarkdownCard.Write(Card(model, known)));
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

    private static ModelCard Card(PrivateTableModel model, IReadOnlyDictionary<string, BilingualText> known) =>
        new(
            new BilingualText("差分隐私表格模型：", "Table model with differential privacy: ")
                + BilingualText.Same(model.Target),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            $"对与训练数据同类的一行表格给出 {string.Join("、", model.Classes.Names)} 的概率，供医师参考并由其决定；非医疗器械。",
                            $"The probability of {string.Join(", ", model.Classes.Names)} for one row; supports a clinician, who decides; not a medical device."
                        )
                    )
                ),
                new(
                    new("方法", "Method"),
                    [
                        new CardBlock.Item(
                            new(
                                "逻辑回归，DP-SGD 训练；列的水平、范围与均值来自加噪计数。",
                                "Logistic regression trained by DP-SGD; levels, ranges and means of columns from blurred counts."
                            )
                        ),
                        .. model.Notes.Select(note => new CardBlock.Item(note)),
                    ]
                ),
                new(
                    new("保证", "Guarantee"),
                    new CardBlock.Paragraph(
                        new(
                            $"(ε, δ) = ({model.Guarantee["epsilon"]}, {model.Guarantee["delta"]})，以训练所用{model.Training}行中单行有无为相邻；不覆盖下列指标与行数、列名、类型、小数位、目标水平名称。",
                            $"(ε, δ) = ({model.Guarantee["epsilon"]}, {model.Guarantee["delta"]}) for one row, present or absent, among {model.Training}; it does not cover the figures below, the number of rows, names, types and decimals of columns, or names of the target's levels."
                        )
                    )
                ),
                new(
                    new("准确度", "Figures"),
                    new CardBlock.Facts(
                        new(
                            $"{model.Held}行留出；95 %自助法区间。",
                            $"{model.Held} rows held out; 95 % bootstrap intervals."
                        ),
                        [
                            CardFact.From(BilingualText.Same("AUC"), model.Report.Auc),
                            CardFact.From(BilingualText.Same("Brier"), model.Report.Brier),
                            CardFact.From(BilingualText.Same("ECE"), model.Report.Ece),
                        ]
                    )
                ),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "未作概率校准；区间仅反映训练噪声。",
                            "Not calibrated; the intervals show the noise of training alone."
                        )
                    )
                ),
                SubgroupCard.Section(model.Groups, SubgroupCard.NoColumn, 0.5),
                SourceAttributes.Section(model.About, known),
            ]
        );

    private static Dictionary<string, BilingualText> Known(PrivateTableModel model)
    {
        var figures = FormattableString.Invariant(
            $"AUC {model.Report.Auc.Value:0.000} ({model.Report.Auc.Low:0.000}–{model.Report.Auc.High:0.000}), Brier {model.Report.Brier.Value:0.000}, ECE {model.Report.Ece.Value:0.000}"
        );
        return new()
        {
            ["output"] = new(
                $"`{model.Target}`各类别的概率（未校准）",
                $"the probability of each class of `{model.Target}`, not calibrated"
            ),
            ["output_type"] = new("预测、分类", "prediction, classification"),
            ["decision_role"] = SourceAttributes.Informs,
            ["known_risks"] = new(
                "未作概率校准；区间仅反映训练噪声",
                "not calibrated; the intervals show the noise of training alone"
            ),
            ["inclusion_exclusion"] = new(
                $"训练{model.Training}行，评价{model.Held}行，均有`{model.Target}`值",
                $"{model.Training} rows for training and {model.Held} for the figures, all with a value of `{model.Target}`"
            ),
            ["representativeness"] = SubgroupStatements.Representation(model.Groups),
            ["bias_management"] = SubgroupStatements.BiasManagement,
            ["validity_internal"] = new($"{model.Held}行留出：{figures}", $"{model.Held} rows held out: {figures}"),
            ["fairness_internal"] = SubgroupStatements.Fairness(model.Groups),
        };
    }
}
