using System.Globalization;

namespace Xinglin.Learning.Forecasts;

/// <summary>The model card of a forecaster, from its figures.</summary>
internal static class ForecastCard
{
    public static string Of(ForecastTrainingOptions options, ForecastScore score)
    {
        var unit = options.Unit.Length > 0 ? " " + options.Unit : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Forecaster of {options.Variable}

            - **What it does**: from a patient's own readings, five quantiles of {options.Variable}{unit} at a later hour
              (horizon: {options.Horizon}).
            - **How**: an ensemble of {options.Networks} recurrent networks (GRU, width {options.Width}) with a quantile head,
              told relative to the patient's own recent level and spread; intervals widened on held-out patients.
            - **Figures** (patients not trained on, {score.Patients} patients, {score.N} forecasts):
              mean absolute error {score.Mae:0.###}{unit} ("same as last reading" {score.LastValueMae:0.###},
              mean of the last seven {score.MovingAverageMae:0.###});
              pinball loss {score.Pinball:0.###}; the 80 % interval held {score.Coverage80:P1}.
            - **Limits**: it knows nothing of meals, doses or illness. A forecast is a range, not a promise; it never
              replaces a reading.

            """
        );
    }
}
