using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Synthesis.Thorax;

namespace Xinglin.Synthesis.Recipes;

/// <summary>The model card of the pneumonia model, in Chinese and in English, from its figures.</summary>
internal static class PneumoniaCard
{
    public static string Of(PneumoniaPlan plan, JsonObject real, JsonObject phantoms)
    {
        var card = new StringBuilder(Figures(plan, real, phantoms));
        SourceAttributes.Append(card, plan.About, Known(real));
        return card.ToString();
    }

    /// <summary>The source attributes as <c>model.json</c> keeps them.</summary>
    public static JsonObject Attributes(PneumoniaPlan plan, JsonObject real) =>
        SourceAttributes.ToJson(plan.About, Known(real));

    private static Dictionary<string, string> Known(JsonObject real) =>
        new()
        {
            ["validity_internal"] =
                $"验证集真实胸片 · real films of the validation split, n = {(int)real["n"]!}: AUC {Number(real["auc"])} ({Number(real["ci95"]?["auc"]?[0])}–{Number(real["ci95"]?["auc"]?[1])}), Brier {Number(real["brier"])}, ECE {Number(real["ece"])}",
        };

    private static string Figures(PneumoniaPlan plan, JsonObject real, JsonObject phantoms) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 胸片肺炎 · Pneumonia on a chest film {plan.Version}

            **用途** 正位胸片提示肺炎的概率及90 %区间，供医师参考；医师阅片并签署。不用于侧位片、CT、床旁分诊，不能排除肺炎。
            **Use** Probability of pneumonia on a frontal chest film with its 90 % interval, as a hint for the clinician who reads and signs. Not for lateral films, CT or triage; it cannot rule pneumonia out.

            **训练数据** PneumoniaMNIST（1～5岁儿童胸片，28×28像素；Kermany等，Cell 2018；MedMNIST v2，CC BY 4.0），另加项目自有体模生成的合成胸片{plan.PhantomTraining}张（标为肺炎者，阴影至少占肺野{100
                * ThoraxDataset.VisibleShare:0} %）。
            **Training data** PneumoniaMNIST (chest films of children aged 1–5 at 28 × 28 pixels; Kermany et al., Cell 2018;172:1122; Yang et al., MedMNIST v2, Sci Data 2023;10:41; licence CC BY 4.0), and {plan.PhantomTraining} synthetic films of the project's own phantom (those labelled pneumonia show opacities over at least {100
                * ThoraxDataset.VisibleShare:0} % of the lungs; fainter pneumonia was not measured).

            **方法** {plan.Networks}个小型残差网络，{plan.Epochs}轮，Platt校准，与训练影像差异过大者答“无法判断”。
            **Method** {plan.Networks} small residual network(s), {plan.Epochs} epochs, Platt calibration, "cannot say" for films unlike the training films.

            ## 准确度（分别列出） · Accuracy, stated apart

            | 验证集 validation films | n | AUC | 95 % CI | 准确率 accuracy | Brier | ECE | 拒答 "cannot say" |
            |---|---|---|---|---|---|---|---|
            {Row("真实 real (PneumoniaMNIST val)", real)}
            {Row("合成 phantom", phantoms)}

            概率用其余四折的验证片校准后评价（交叉拟合）；区间为95 %自助法。"拒答"上限按验证片的{100 * (1 - plan.RefusedShare):0.#} %分位数设定，故该列不是独立测得。
            Each film was scored with the calibration of the other four folds of the validation films (cross-fitted); 95 % bootstrap intervals. The novelty limit was set so that {100 * plan.RefusedShare:0.#} % of these same films lie beyond it, so the last column is set, not measured independently.

            合成胸片上的结果不代表患者。 What it does on phantoms says nothing of patients.

            ## 局限 · Limits

            只判断肺炎：胸腔积液、气胸、结节、心影增大等均不识别，有此类改变的胸片可被误判；训练胸片来自一家医院的儿童，且缩小为28像素：细小病变不可见；成人真实胸片未验证。热图仅为提示，不是分割。
            It answers for pneumonia only: pleural effusion, pneumothorax, nodules or a large heart are not recognised, and a film with one of them can be misjudged. The real films are of children of one hospital, shrunk to 28 pixels: small lesions cannot be seen, and real films of adults were not measured. The heat map is a hint, not a segmentation.

            ## 重现 · Reproduce

                ./xinglin train image --plan plans/pneumonia.json --out models/pneumonia/{plan.Version}

            AUC 允许偏差±{plan.Tolerance:0.###} · Tolerance of the AUC when run again: ±{plan.Tolerance:0.###}

            """
        );

    private static string Row(string name, JsonObject m) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {(int)m["n"]!} | {Number(m["auc"])} | {Number(m["ci95"]?["auc"]?[0])}–{Number(m["ci95"]?["auc"]?[1])} | {Number(m["accuracy"])} | {Number(m["brier"])} | {Number(m["ece"])} | {Number(m["out_of_distribution"])} |"
        );

    private static string Number(JsonNode? node) =>
        node is null ? "–" : ((double)node).ToString("0.000", CultureInfo.InvariantCulture);
}
