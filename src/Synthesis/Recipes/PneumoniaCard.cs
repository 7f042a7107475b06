using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Synthesis.Thorax;
using Xinglin.Terminology.Text;
using static Xinglin.Terminology.Text.BilingualText;

namespace Xinglin.Synthesis.Recipes;

/// <summary>The model card of the pneumonia model, from its figures.</summary>
internal static class PneumoniaCard
{
    public static ModelCard Write(PneumoniaPlan plan, JsonObject real, JsonObject phantoms) =>
        new(
            new BilingualText("胸片肺炎", "Pneumonia on a chest film") + Same($" {plan.Version}"),
            [
                new(
                    new("用途", "Use"),
                    new CardBlock.Paragraph(
                        new(
                            "正位胸片提示肺炎的概率及90 %区间，供医师参考；医师阅片并签署。不用于侧位片、CT、床旁分诊，不能排除肺炎。",
                            "Probability of pneumonia on a frontal chest film with its 90 % interval, as a hint for the clinician who reads and signs. Not for lateral films, CT or triage; it cannot rule pneumonia out."
                        )
                    )
                ),
                new(
                    new("训练数据", "Training data"),
                    new CardBlock.Paragraph(
                        Of(
                            $"PneumoniaMNIST（1～5岁儿童胸片，28 × 28像素；Kermany 等，Cell 2018;172:1122；Yang 等，MedMNIST v2，Sci Data 2023;10:41；许可 CC BY 4.0），另加项目自有体模生成的合成胸片{plan.PhantomTraining}张（标为肺炎者，阴影至少占肺野{100 * ThoraxDataset.VisibleShare:0} %；更淡的肺炎未测）。",
                            $"PneumoniaMNIST (chest films of children aged 1–5 at 28 × 28 pixels; Kermany et al., Cell 2018;172:1122; Yang et al., MedMNIST v2, Sci Data 2023;10:41; licence CC BY 4.0), and {plan.PhantomTraining} synthetic films of the project's own phantom (those labelled pneumonia show opacities over at least {100 * ThoraxDataset.VisibleShare:0} % of the lungs; fainter pneumonia was not measured)."
                        )
                    )
                ),
                new(
                    new("方法", "Method"),
                    new CardBlock.Paragraph(
                        new(
                            $"{plan.Networks}个小型残差网络，{plan.Epochs}轮，Platt 校准，与训练影像差异过大者答“无法判断”。",
                            $"{plan.Networks} small residual network(s), {plan.Epochs} epochs, Platt calibration, \"cannot say\" for films unlike the training films."
                        )
                    )
                ),
                new(
                    new("适用的影像", "Films it is made for"),
                    new CardBlock.Paragraph(
                        new(
                            "由 model.json 的 limits 声明，任何使用均先核对影像头：胸部（CHEST）、后前位或前后位（PA、AP）、CR 或 DX、原始或处理后的主要图像（非二次截图）、检查时1～5岁；本项目体模（ThoraxPhantom）的合成片另含18岁及以上。影像头未注明的视为未知，模型答“无法判断”。",
                            "Declared in limits of model.json and compared with the header before every use: chest (CHEST), PA or AP, CR or DX, an original or processed primary image (no screen capture), age 1 to 5 at the study; synthetic films of the project's phantom (ThoraxPhantom) also from 18 years. What a header does not state is unknown, and the model says \"cannot say\"."
                        )
                    )
                ),
                new(
                    new("在从未见过的数据上的准确度", "Accuracy on data never seen"),
                    CardBlock.Table.Each(
                        [
                            new("数据", "data"),
                            Same("n"),
                            Same("AUC"),
                            new("95 % 区间", "95 % CI"),
                            new("特异度", "specificity"),
                            new("95 % 区间", "95 % CI"),
                        ],
                        [plan.HeldOut],
                        HeldOutRow
                    ),
                    new CardBlock.Paragraph(Stated(plan.HeldOut["source"]))
                ),
                new(
                    new(
                        "验证集上的准确度（分别列出，非独立数据）",
                        "Accuracy on validation films, stated apart; not independent"
                    ),
                    CardBlock.Table.Each(
                        [
                            new("验证集", "validation films"),
                            Same("n"),
                            Same("AUC"),
                            new("95 % 区间", "95 % CI"),
                            new("准确率", "accuracy"),
                            Same("Brier"),
                            Same("ECE"),
                            new("拒答", "\"cannot say\""),
                        ],
                        [
                            (
                                new BilingualText("真实（PneumoniaMNIST 验证集）", "real (PneumoniaMNIST validation)"),
                                real
                            ),
                            (new BilingualText("合成", "phantom"), phantoms),
                        ],
                        one => Row(one.Item1, one.Item2)
                    ),
                    new CardBlock.Paragraph(
                        Of(
                            $"每张片用其余四折的验证片校准后评价（交叉拟合）；区间为95 %自助法。“拒答”的界限定在使这些片的{100 * plan.RefusedShare:0.#} %超出之处，故该列是设定的，不是独立测得。",
                            $"Each film was scored with the calibration of the other four folds of the validation films (cross-fitted); 95 % bootstrap intervals. The novelty limit was set so that {100 * plan.RefusedShare:0.#} % of these same films lie beyond it, so the last column is set, not measured independently."
                        )
                    ),
                    new CardBlock.Paragraph(
                        new("合成胸片上的结果不代表患者。", "What it does on phantoms says nothing of patients.")
                    )
                ),
                new(
                    new("局限", "Limits"),
                    new CardBlock.Paragraph(
                        new(
                            "只判断肺炎：胸腔积液、气胸、结节、心影增大等均不识别，有此类改变的胸片可被误判；训练胸片来自一家医院的儿童，且缩小为28像素：细小病变不可见；成人真实胸片未验证。热图仅为提示，不是分割。",
                            "It answers for pneumonia only: pleural effusion, pneumothorax, nodules or a large heart are not recognised, and a film with one of them can be misjudged. The real films are of children of one hospital, shrunk to 28 pixels: small lesions cannot be seen, and real films of adults were not measured. The heat map is a hint, not a segmentation."
                        )
                    )
                ),
                new(
                    new("重现", "Reproduce"),
                    new CardBlock.Code(
                        $"./xinglin train image --plan plans/pneumonia.json --out models/pneumonia/{plan.Version}"
                    ),
                    new CardBlock.Paragraph(
                        Of(
                            $"再次运行时 AUC 的允许偏差：±{plan.Tolerance:0.###}",
                            $"Tolerance of the AUC when run again: ±{plan.Tolerance:0.###}"
                        )
                    )
                ),
                SourceAttributes.Section(plan.About, Known(plan, real)),
            ]
        );

    /// <summary>The source attributes as <c>model.json</c> keeps them.</summary>
    public static JsonObject Attributes(PneumoniaPlan plan, JsonObject real) =>
        SourceAttributes.ToJson(plan.About, Known(plan, real));

    private static Dictionary<string, BilingualText> Known(PneumoniaPlan plan, JsonObject real) =>
        new()
        {
            ["validity_internal"] =
                new BilingualText("验证集真实胸片", "real films of the validation split")
                + Same(
                    $", n = {(int)real["n"]!}: AUC {Number(real["auc"])} ({Interval(real)}), Brier {Number(real["brier"])}, ECE {Number(real["ece"])}; "
                )
                + Stated(plan.HeldOut["data"])
                + Same(
                    $", n = {(int)plan.HeldOut["n"]!}: AUC {Number(plan.HeldOut["auc"])} ({Interval(plan.HeldOut)})"
                ),
        };

    private static BilingualText[] HeldOutRow(JsonObject m) =>
        [
            Stated(m["data"]),
            Same($"{(int)m["n"]!}"),
            Same(Number(m["auc"])),
            Same(Interval(m)),
            Same(Number(m["specificity"])),
            Same($"{Number(m["ci95"]?["specificity"]?[0])}–{Number(m["ci95"]?["specificity"]?[1])}"),
        ];

    private static BilingualText Stated(JsonNode? text) => new((string)text!["zh"]!, (string)text["en"]!);

    private static BilingualText[] Row(BilingualText films, JsonObject m) =>
        [
            films,
            Same($"{(int)m["n"]!}"),
            Same(Number(m["auc"])),
            Same(Interval(m)),
            Same(Number(m["accuracy"])),
            Same(Number(m["brier"])),
            Same(Number(m["ece"])),
            Same(Number(m["out_of_distribution"])),
        ];

    private static string Interval(JsonObject m) => $"{Number(m["ci95"]?["auc"]?[0])}–{Number(m["ci95"]?["auc"]?[1])}";

    private static string Number(JsonNode? node) =>
        node is null ? "–" : ((double)node).ToString("0.000", CultureInfo.InvariantCulture);
}
