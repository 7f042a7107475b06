using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// A trained forecaster of one variable: an ensemble whose quantiles are averaged, then widened or narrowed so that they
/// covered what they promise on patients who were not trained on, then fitted to the patient by that patient's own past
/// errors (<see cref="PopulationErrors"/>). Thread-safe.
/// </summary>
public sealed class ForecastModel : IDisposable
{
    public const string Task = "forecast";

    private readonly QuantileSource _source;
    private readonly ForecastEnsemble? _ensemble;

    /// <param name="source">Whatever gives quantiles: an ensemble, or the file that one was exported to.</param>
    internal ForecastModel(ForecastDescription description, QuantileSource source)
        : this(description, source, null) { }

    private ForecastModel(ForecastDescription description, QuantileSource source, ForecastEnsemble? ensemble)
    {
        Description = description;
        _source = source;
        _ensemble = ensemble;
    }

    internal ForecastModel(
        ForecastDescription description,
        IReadOnlyList<ForecastNetwork> networks,
        ForecastTrees? trees = null
    )
    {
        Description = description;
        _ensemble = new ForecastEnsemble(networks, trees, trees is null ? 0 : description.Trees!.Weight);
        _source = _ensemble.Quantiles;
    }

    public ForecastDescription Description { get; }

    /// <exception cref="InvalidInputException">The folder holds no forecaster, or one that was changed.</exception>
    public static ForecastModel Load(string folder)
    {
        // A new network draws its first weights from the stream that a training next to it relies on.
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != Task
            || checkpoint.Document["model"].Deserialize<ForecastDescription>() is not { } described
        )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no forecaster",
                "Name the folder of a model made by train forecast."
            );
        }

        var networks = NetworkWeights.Ensemble(
            described.Networks,
            () => new ForecastNetwork(described.Width),
            checkpoint.Weights
        );
        var trees = described.Trees is { } kept
            ? ForecastTrees.Restore(kept.Companions, kept.Boosters, checkpoint.Weights)
            : null;
        return new ForecastModel(described, networks, trees);
    }

    /// <summary>The same forecaster, calling as these rules say; the networks stay those of this one.</summary>
    internal ForecastModel With(IReadOnlyList<ForecastAlertRule> rules) =>
        new(Description with { Alerts = rules }, _source, _ensemble);

    internal void Save(string folder, JsonObject plan, JsonObject metrics, BilingualText card, JsonObject attributes)
    {
        if (_ensemble is null)
            throw new InvalidOperationException("A forecaster read from an ONNX file has no weights of its own.");
        var document = new JsonObject
        {
            ["task"] = Task,
            ["model"] = JsonSerializer.SerializeToNode(Description),
            ["plan"] = plan,
            ["metrics"] = metrics,
            ["source_attributes"] = attributes,
        };
        Checkpoint.Save(folder, document, _ensemble.Weights(), card);
    }

    /// <summary>Forecasts from a patient's readings; at least one is needed, a dozen make it worth reading.</summary>
    /// <param name="history">Readings in the unit the model was trained in, oldest first; hours since any fixed moment.</param>
    /// <param name="targets">Hours after the last reading, on the same clock.</param>
    /// <exception cref="ArgumentException">No history, one out of order, or a target that is not after it.</exception>
    public IReadOnlyList<QuantileForecast> Predict(
        IReadOnlyList<(double Hour, double Value)> history,
        IReadOnlyList<double> targets
    )
    {
        if (history.Count == 0)
            throw new ArgumentException("A forecast needs at least one reading.", nameof(history));
        for (var i = 1; i < history.Count; i++)
        {
            if (history[i].Hour < history[i - 1].Hour)
                throw new ArgumentException("Readings come oldest first.", nameof(history));
        }

        if (targets.Any(target => !(target > history[^1].Hour)))
            throw new ArgumentException("A forecast is for a moment after the last reading.", nameof(targets));
        var series = new MeasurementSeries(
            "",
            [.. history.Select(reading => reading.Hour)],
            [.. history.Select(reading => reading.Value)]
        );
        return Predict(series, [.. targets.Select(target => (series.Count - 1, target))]);
    }

    /// <param name="asked">The last reading that may be known, and the hour asked for.</param>
    internal IReadOnlyList<QuantileForecast> Predict(
        MeasurementSeries series,
        IReadOnlyList<(int Known, double Hour)> asked
    )
    {
        var features = new MeasurementFeatures(series, Description.Population);
        var plain = Plain(series, features, asked);
        if (Description.PopulationErrors is not { } usual || asked.Count == 0)
            return plain;
        var (least, most) = (asked.Min(one => one.Known), asked.Max(one => one.Known));
        var known = series.Until(most);
        var errors = CheckedAhead(Description.Horizon)
            .Select(hours => (Hours: hours, Errors: ErrorsOf(known, features, usual, hours, least)))
            .ToList();
        return
        [
            .. plain.Select(
                (forecast, n) =>
                {
                    var last = asked[n].Known;
                    var ahead = asked[n].Hour - series.Hours[last];
                    var near = errors[0].Errors.At(last);
                    if (errors.Count == 1)
                        return forecast.Widened(near.Outer, near.Inner);
                    // Between the two distances at which the errors were looked at, by the logarithm of the distance.
                    var far = errors[^1].Errors.At(last);
                    var share = Math.Clamp(
                        Math.Log(ahead / errors[0].Hours) / Math.Log(errors[^1].Hours / errors[0].Hours),
                        0,
                        1
                    );
                    return forecast.Widened(
                        near.Outer + share * (far.Outer - near.Outer),
                        near.Inner + share * (far.Inner - near.Inner)
                    );
                }
            ),
        ];
    }

    /// <summary>How far ahead past forecasts are compared with what came, in hours; 0 for the next reading.</summary>
    private static double[] CheckedAhead(ForecastHorizon horizon) =>
        horizon == ForecastHorizon.Week ? [ForecastHorizon.Day.Hours(), horizon.Hours()] : [horizon.Hours()];

    private PatientConformalScaling ErrorsOf(
        MeasurementSeries series,
        MeasurementFeatures features,
        PopulationErrors usual,
        double hours,
        int needed
    )
    {
        var past = ForecastEvaluation.Asked(series, hours);
        // Errors that no forecast asked for would look at are not worked out.
        past = [.. past.Where(one => one.Target > needed - PatientConformalScaling.Newest)];
        var said = Plain(series, features, [.. past.Select(one => (one.Known, series.Hours[one.Target]))]);
        return new PatientConformalScaling(
            usual,
            [.. past.Select((one, n) => (said[n], one.Target, series.Values[one.Target]))]
        );
    }

    /// <summary>Forecasts with the population's bands.</summary>
    private IReadOnlyList<QuantileForecast> Plain(
        MeasurementSeries series,
        MeasurementFeatures features,
        IReadOnlyList<(int Known, double Hour)> asked
    )
    {
        const int batch = 256;
        var answers = new List<QuantileForecast>(asked.Count);
        foreach (var part in asked.Chunk(batch))
        {
            var quantiles = _source(series, features, part);
            for (var n = 0; n < part.Length; n++)
            {
                var (known, hour) = part[n];
                var (level, spread) = (features.Level(known), features.Spread(known));
                double Value(int quantile) => level + spread * quantiles[n, quantile];
                answers.Add(
                    new QuantileForecast(hour, Value(0), Value(1), Value(2), Value(3), Value(4)).Widened(
                        Description.OuterWidening,
                        Description.InnerWidening
                    )
                );
            }
        }
        return answers;
    }

    public void Dispose() => _ensemble?.Dispose();
}
