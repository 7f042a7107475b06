using Xinglin.Analysis.Readings;
using Xinglin.Records.Terminology;
using Xinglin.Reports.Drafts;

namespace Xinglin.Reports.Facts;

/// <summary>The model, the population it was measured on, and its figures.</summary>
internal static class ModelFacts
{
    public static IEnumerable<Fact> Of(Reading reading)
    {
        var model = reading.Context.Model;
        var source = $"Device/{ReadingResources.ModelDevice(model).Id}";
        yield return new Fact(
            "model",
            FactKinds.Model,
            model.Title,
            new BilingualText($"{model.Name} {model.Version}", $"{model.Name} {model.Version}"),
            [],
            reading.Context.MadeAt,
            source
        );
        yield return new Fact(
            "population",
            FactKinds.Model,
            model.Population,
            new BilingualText("模型的评估人群", "The population the model was measured on"),
            [],
            null,
            source
        );
        for (var i = 0; i < model.Figures.Count; i++)
        {
            var figure = model.Figures[i];
            List<FactNumber> numbers = [new(figure.Value, "")];
            if (figure is { Low: { } low, High: { } high })
            {
                numbers.Add(new(low, "", NumberRoles.Low));
                numbers.Add(new(high, "", NumberRoles.High));
                numbers.Add(new(95, "%", NumberRoles.Level));
            }
            yield return new Fact(
                $"figure-{i + 1}",
                FactKinds.Figure,
                FigureNames.Of(figure.Name),
                new BilingualText("在评估人群上测得", "measured on that population"),
                numbers,
                null,
                source
            );
        }
    }
}

/// <summary>What a figure of a model is called before a clinician.</summary>
internal static class FigureNames
{
    public static BilingualText Of(string name) =>
        name.ToLowerInvariant() switch
        {
            "auc" or "auroc" => new("受试者工作特征曲线下面积（AUC）", "area under the ROC curve (AUC)"),
            "auprc" => new("精确率-召回率曲线下面积（AUPRC）", "area under the precision–recall curve (AUPRC)"),
            "brier" => new("Brier 评分", "Brier score"),
            "ece" => new("期望校准误差（ECE）", "expected calibration error (ECE)"),
            "accuracy" => new("准确率", "accuracy"),
            "balanced_accuracy" or "balanced accuracy" => new("平衡准确率", "balanced accuracy"),
            "mae" => new("平均绝对误差（MAE）", "mean absolute error (MAE)"),
            "coverage80" or "coverage_80" or "coverage" => new("预测区间覆盖率", "coverage of the prediction interval"),
            "sensitivity" => new("灵敏度", "sensitivity"),
            "specificity" => new("特异度", "specificity"),
            _ => new(name, name),
        };
}
