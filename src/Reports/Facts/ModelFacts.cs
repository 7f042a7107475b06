using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>The model, the population it was measured on, and its figures.</summary>
internal static class ModelFacts
{
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
            yield return new Fact(
                $"figure-{i + 1}",
                FactKinds.Figure,
                label,
                new BilingualText("在评估人群上测得", "measured on that population"),
                numbers,
                null,
                source
            );
        }
    }
}
