using System.Globalization;
using System.Text.RegularExpressions;
using Xinglin.Terminology.Measurements;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Server.Texts;

/// <summary>What the measured figures of a model are called and how they are written.</summary>
public static partial class MeasureWords
{
    public static readonly BilingualText ErrorName = new("平均绝对误差", "mean absolute error");
    public static readonly BilingualText LastValueName = new(
        "以末次值预测的误差",
        "error if the last reading is carried on"
    );
    public static readonly BilingualText Coverage80Name = new("80% 区间覆盖率", "readings inside the 80 % band");
    public static readonly BilingualText BandsHeld = new(
        "80% 区间覆盖了 {0}% 的实测值；平均误差 {1}",
        "80 % bands held {0} % of readings; mean error {1}"
    );
    public static readonly BilingualText Calibrated = new(
        "预测概率与实际平均相差 {0} 个百分点",
        "predicted and observed risk differ by {0} percentage points on average"
    );
    public static readonly BilingualText MeasuredOn = new("{0}（测于：{1}）", "{0} (measured on {1})");
    public static readonly BilingualText CalibratedWith = new("{0}；AUC {1}", "{0}; AUC {1}");

    private static readonly Dictionary<string, BilingualText> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["n"] = new("例数", "Cases"),
        ["auc"] = new("ROC 曲线下面积（AUC）", "Area under the ROC curve (AUC)"),
        ["auprc"] = new("精确率-召回率曲线下面积", "Area under the precision–recall curve"),
        ["accuracy"] = new("准确率", "Accuracy"),
        ["balanced_accuracy"] = new("平衡准确率", "Balanced accuracy"),
        ["balanced accuracy"] = new("平衡准确率", "Balanced accuracy"),
        ["sensitivity"] = new("灵敏度", "Sensitivity"),
        ["specificity"] = new("特异度", "Specificity"),
        ["brier"] = new("Brier 评分（越低越好）", "Brier score (lower is better)"),
        ["ece"] = new("校准误差（越低越好）", "Calibration error (lower is better)"),
        ["out_of_distribution"] = new("答“无法判断”的比例", "Answered “cannot say”"),
        ["glucose_uci_logs"] = new("血糖，UCI 真实记录", "Glucose, real UCI logs"),
        ["mae"] = ErrorName,
        ["80 % coverage"] = Coverage80Name,
        ["phantom films"] = new("合成胸片", "phantom films"),
        ["real films"] = new("真实胸片", "real films"),
        ["tabular"] = new("诊断风险", "diagnosis"),
        ["image"] = new("影像", "imaging"),
        ["series"] = new("时间序列", "time series"),
        ["home-forecast"] = new("健康预测", "forecast"),
        ["forecast"] = new("预测", "forecast"),
        ["segment"] = new("影像分割", "segmentation"),
        ["survival"] = new("生存分析", "survival"),
        ["cohort-generator"] = new("合成队列", "synthetic cohorts"),
        ["image-generator"] = new("合成影像", "synthetic images"),
    };

    private static readonly HashSet<string> Shares = new(StringComparer.OrdinalIgnoreCase)
    {
        "accuracy",
        "balanced_accuracy",
        "balanced accuracy",
        "sensitivity",
        "specificity",
        "out_of_distribution",
    };

    /// <summary>A figure's name in words: <c>systolic MAE</c> → Systolic: mean absolute error.</summary>
    public static BilingualText Of(string name)
    {
        if (Known(name) is { } words)
            return words;
        if (name.EndsWith(')') && name.IndexOf(" (", StringComparison.Ordinal) is > 0 and var bracket)
        {
            var (of, on) = (Of(name[..bracket]), Of(name[(bracket + 2)..^1]));
            return new($"{of.Zh}（{on.Zh}）", $"{of.En}, {on.En}");
        }
        return name.Split(' ', 2) is [var variable, var measure] && Known(variable) is { } head
            ? new($"{head.Zh}：{Of(measure).Zh}", $"{head.En}: {Of(measure).En}")
            : new(name.Replace('_', ' '), name.Replace('_', ' '));
    }

    private static BilingualText? Known(string name) =>
        Names.TryGetValue(name, out var words) ? words
        : HomeMeasurementType.Find(name.Replace('-', ' ')) is { } type
            ? new(type.Name.Zh, Localizer.Heading(new(type.Name.Zh, type.Key)).En)
        : null;

    /// <summary>
    /// What figures were measured on, where a training states it in one of its usual ways; null for any other, which the card tells in words.
    /// </summary>
    public static BilingualText? Split(string stated)
    {
        if (stated == "validation split as given")
            return new("数据集自带的验证集", "the validation split of the data set");
        if (Folds().Match(stated) is { Success: true } folds)
        {
            return folds.Groups["of"].Value == "patient"
                ? new($"按患者划分的{folds.Groups["n"]}折，折外", stated)
                : new($"按序列划分的{folds.Groups["n"]}折，折外", stated);
        }

        if (LeftOut().Match(stated) is { Success: true } parts)
            return new($"{parts.Groups["n"]}折留出", stated);
        return HeldOut().Match(stated) is { Success: true } rows
            ? new($"未用于训练的{rows.Groups["n"]}行", stated)
            : null;
    }

    [GeneratedRegex("^(?<n>[0-9]+)-fold by (?<of>patient|series), out of fold$")]
    private static partial Regex Folds();

    [GeneratedRegex("^leave-out in (?<n>[0-9]+) parts$")]
    private static partial Regex LeftOut();

    [GeneratedRegex("^(?<n>[0-9]+) rows held out from training$")]
    private static partial Regex HeldOut();

    /// <summary>UCUM unit of the variable that a figure is about; empty for a figure without one.</summary>
    public static string UnitOf(string name) => HomeMeasurementType.Find(name.Split(' ', '_')[0])?.Unit ?? "";

    /// <summary>A figure as it is read: a share as a percentage, an error with its unit, an area with three decimals.</summary>
    public static string Value(string name, double value) =>
        Shares.Contains(name.Split(" (")[0]) || name.EndsWith("coverage", StringComparison.Ordinal)
            ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %"
        : name == "n" ? value.ToString("0", CultureInfo.InvariantCulture)
        : UnitOf(name) is { Length: > 0 } unit
            ? $"{value.ToString("0.0#", CultureInfo.InvariantCulture)} {UnitDisplay.Of(unit).In(Localizer.Language == Localizer.Chinese)}"
        : value.ToString("0.000", CultureInfo.InvariantCulture);
}
