using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Onnx;

/// <summary>A forecaster whose quantiles come from an exported file instead of the networks and trees of a folder.</summary>
internal static class ExportedForecaster
{
    public static ForecastModel Of(OnnxSession session, ForecastDescription model)
    {
        return new ForecastModel(model, Quantiles);

        double[,] Quantiles(MeasurementSeries series, MeasurementFeatures features, (int Known, double Hour)[] asked)
        {
            var (given, count) = (ForecastInputs.Of(features, asked), asked.Length);
            var inputs = new Dictionary<string, (float[], int[])>
            {
                [ForecastGraph.Steps] = (given.Steps, [count, ForecastSamples.Window, MeasurementFeatures.StepWidth]),
                [ForecastGraph.Last] = (Array.ConvertAll(given.Last, one => (float)one), [count, 1]),
                [ForecastGraph.Queries] = (given.Queries, [count, MeasurementFeatures.QueryWidth]),
            };
            if (model.Trees is { } trees)
            {
                var rows = ForecastTrees.Rows(trees.Companions, series, features, asked);
                inputs[ForecastGraph.Lags] = (rows.Values, [rows.Rows, rows.Columns]);
            }
            // An ensemble of trees alone, or of networks alone, does not read everything.
            foreach (var unread in inputs.Keys.Except(session.Inputs.Keys).ToArray())
                inputs.Remove(unread);
            var (values, shape) = session.Run(inputs, ForecastGraph.Quantiles);
            var quantiles = new double[count, shape[1]];
            for (var i = 0; i < values.Length; i++)
                quantiles[i / shape[1], i % shape[1]] = values[i];
            return quantiles;
        }
    }
}
