using System.Globalization;
using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>The model, the population it was measured on, and its figures.</summary>
internal static class ModelFacts
{
    /// <summary>The data that the figures were measured on.</summary>
    public const string DataId = "figure-data";

    public static IEnumerable<Fact> Of(Prediction prediction)
    {
        var model = prediction.Context.Model;
        var source = $"Device/{PredictionResources.ModelDevice(model).Id}";
        yield return new Fact(
            "model",
            FactKinds.Model,
            model.Title,
            new BilingualText($"{model.Name} {model.Version}", $"{model.Name} {model.Version}"),
            [],
            prediction.Context.MadeAt,
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
        if (model.Figures.Select(figure => figure.Data).FirstOrDefault(data => data is not null) is { } measured)
        {
            var n = model.Figures.Max(figure => figure.N) is { } count
                ? count.ToString(CultureInfo.InvariantCulture)
                : "";
            yield return new Fact(
                DataId,
                FactKinds.Model,
                new(measured.Zh + (n.Length > 0 ? $"，n = {n}" : ""), measured.En + (n.Length > 0 ? $", n = {n}" : "")),
                new BilingualText("模型评估所用的数据", "The data that the model's figures were measured on"),
                [],
                null,
                source
            );
        }
        for (var i = 0; i < model.Figures.Count; i++)
        {
            var figure = model.Figures[i];
            var (label, unit, scale) = FigureNames.Of(figure.Name);
            List<FactNumber> numbers = [new(figure.Value * scale, unit)];
            if (figure is { Low: { } low, High: { } high })
            {
                numbers.Add(new(low * scale, unit, NumberRoles.Low));
                numbers.Add(new(high * scale, unit, NumberRoles.High));
                numbers.Add(new(95, "%", NumberRoles.Level));
            }
            yield return new Fact($"figure-{i + 1}", FactKinds.Figure, label, Measured(figure), numbers, null, source);
        }
    }

    private static BilingualText Measured(Figure figure)
    {
        var n = figure.N is { } count ? $"，n = {count}" : "";
        return figure.Data is { } data
            ? new($"测于{data.Zh}{n}", $"measured on {data.En}{n.Replace("，", ", ")}")
            : new("在评估人群上测得", "measured on that population");
    }
}
