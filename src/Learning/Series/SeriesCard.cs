using System.Globalization;
using Xinglin.Learning.Evaluation;

namespace Xinglin.Learning.Series;

/// <summary>The model card of a series model, from its figures.</summary>
internal static class SeriesCard
{
    public static string Of(SeriesTrainingOptions options, SeriesDescription description, EvaluationReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # 时序模型 · Series model: {options.Target}

            - **用途 · Use**: 根据{description.Preparations[0].Hours:0.#}小时内{description.Preparations[
                0
            ].Variables.Count}个变量的不规则时间序列，
              给出{options.Target}各类别（{string.Join("、", description.Classes)}）的校准概率。
              Calibrated probabilities of {options.Target} from irregular series over {description.Preparations[
                0
            ].Hours:0.#} hours.
            - **方法 · Method**: {description.Preparations.Count
                * description.NetworksPerFold}个网络（GRU，宽度{description.Width}；输入为数值、是否测量、距上次测量的时间），
              并用各变量的汇总统计；各折网络取平均，以折外预测校准。
              Networks (GRU over values, masks and time gaps on {options.Bins} steps, beside summaries of each variable) of all folds
              averaged, calibrated on out-of-fold predictions.
            - **数据 · Data**: {Path.GetFileName(options.Events)}, {Path.GetFileName(options.Outcomes)}, n = {report.N}.
            - **准确度 · Figures**（折外，95 %自助法区间 · out of fold, 95 % bootstrap intervals）: AUROC {report.Auc.Value:0.000}
              ({report.Auc.Low:0.000}–{report.Auc.High:0.000}), AUPRC {report.Auprc.Value:0.000}, Brier {report.Brier.Value:0.000},
              ECE {report.Ece.Value:0.000}.
            - **局限 · Limits**: 结果仅适用于与训练数据相似的患者；测什么、多久测一次是该病区的习惯，换地使用前须重新评估。
              Figures hold for patients like those of the training data; what is measured, and how often, is a habit of the ward
              that made them: elsewhere the model must be measured again.

            """
        );
}
