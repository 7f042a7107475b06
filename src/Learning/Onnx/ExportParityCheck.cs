using System.Globalization;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Images;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Segmentation;
using Xinglin.Learning.Series;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Survival;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Features;
using static TorchSharp.torch;

namespace Xinglin.Learning.Onnx;

/// <summary>Asks a model folder and its export the same questions, made up within the ranges that training saw.</summary>
public static class ExportParityCheck
{
    private const int Questions = 64;

    /// <returns>The largest difference of two answers (NaN when one is no number), and how many were compared.</returns>
    public static (double Largest, int Compared) Compare(
        string folder,
        Checkpoint checkpoint,
        byte[] exported,
        OnnxFamily? other
    )
    {
        using var session = OnnxSession.Open(exported, "the exported model");
        var own = ExportedModel.Of(session)!;
        var random = SeededRandom.OfDotNet(20_260_601);
        if (other is not null)
            return other.Compare(folder, session, random);
        return checkpoint.Task switch
        {
            ImageModel.Task => Images(folder, checkpoint, own, random),
            SeriesModel.Task => Series(folder, own, random),
            "survival" => Survival(folder, own, random),
            SegmentationModel.Task => Patches(folder, own, random),
            ForecastModel.Task => Forecasts(folder, own, random),
            _ => Table(folder, own, random),
        };
    }

    private static (double, int) Table(string folder, ExportedModel own, SeededRandom random)
    {
        var model = TabularModel.Load(folder);
        var table = Questioned(model.Features, random);
        return Largest(model.Probabilities(table), own.Answer(table), _ => 1);
    }

    /// <summary>Chances of no event, and risks, which are logarithms of hazards.</summary>
    private static (double, int) Survival(string folder, ExportedModel own, SeededRandom random)
    {
        var model = SurvivalModel.Load(folder);
        var table = Questioned(Preparation.FromJson(model.Document["preparation"]!).Columns, random);
        // Between the horizons and around them: a curve is more than the times it was trained to speak of.
        double[] times = [.. model.Horizons.SelectMany(time => new[] { 0.37 * time, time, 1.21 * time }).Order()];
        var (survival, risks) = own.Answer(table, times);
        return Largest(
            [.. model.Survival(table, times).Zip(model.Risks(table), (curve, risk) => (double[])[.. curve, risk])],
            [.. survival.Zip(risks, (curve, risk) => (double[])[.. curve, risk])],
            _ => 1
        );
    }

    private static Table Questioned(IReadOnlyList<PreparedColumn> columns, SeededRandom random)
    {
        string? Cell(PreparedColumn column)
        {
            if (random.NextDouble() < 0.1)
                return null;
            if (
                column.HasLevels
                && column.Levels.Length > 0
                && (column.Kind == ColumnKind.Category || random.Next(2) == 0)
            )
            {
                return column.Levels[random.Next(column.Levels.Length)];
            }

            return (column.Low + random.NextDouble() * (column.High - column.Low)).ToString(
                "R",
                CultureInfo.InvariantCulture
            );
        }
        return new Table(
            "questions",
            [.. columns.Select(column => column.Name)],
            [.. columns.Select(column => Enumerable.Range(0, Questions).Select(_ => Cell(column)).ToArray())],
            [.. Enumerable.Range(1, Questions)]
        );
    }

    private static (double, int) Images(string folder, Checkpoint checkpoint, ExportedModel own, SeededRandom random)
    {
        using var model = ImageModel.Load(folder);
        var prepared = Enumerable
            .Range(0, 8)
            .Select(_ =>
            {
                var (level, spread) = (random.NextDouble() - 0.5, 0.2 + random.NextDouble());
                var image = new float[own.Images.Length];
                for (var i = 0; i < image.Length; i++)
                    image[i] = (float)Math.Clamp(level + spread * (2 * random.NextDouble() - 1), -4, 4);
                return image;
            })
            .ToArray();
        var calibration = Calibration.FromJson(checkpoint.Document["calibrations"]![0]!);
        var prior = checkpoint.Document["model"]!["Prior"]?.AsArray().Select(one => (double)one!).ToArray();
        var expected = model
            .Answers(prepared)
            .Select(answer => Shifted(calibration.Apply(answer.Mean), prior))
            .ToArray();
        return Largest(expected, own.Answer(prepared), _ => 1);
    }

    private static double[] Shifted(double[] p, double[]? prior)
    {
        if (prior is null)
            return p;
        var shifted = p.Zip(prior, (one, factor) => one * factor).ToArray();
        return [.. shifted.Select(one => one / shifted.Sum())];
    }

    private static (double, int) Series(string folder, ExportedModel own, SeededRandom random)
    {
        using var model = SeriesModel.Load(folder);
        var preparation = model.Description.Preparations[0];
        var rows = new List<(int Id, double Time, int Variable, float Value)>();
        for (var id = 0; id < Questions; id++)
        {
            for (var n = random.Next(1, 40); n > 0; n--)
            {
                var variable = random.Next(preparation.Variables.Count);
                var scale = preparation.Scales[variable];
                var value = scale.Low + (float)random.NextDouble() * (scale.High - scale.Low);
                rows.Add((id, random.NextDouble() * preparation.Hours, variable, value));
            }
        }

        var sorted = rows.OrderBy(row => row.Id).ThenBy(row => row.Time).ToArray();
        var events = new EventTable(
            [.. Enumerable.Range(0, Questions).Select(id => id.ToString(CultureInfo.InvariantCulture))],
            preparation.Variables,
            Array.ConvertAll(sorted, row => row.Id),
            Array.ConvertAll(sorted, row => row.Time),
            Array.ConvertAll(sorted, row => row.Variable),
            Array.ConvertAll(sorted, row => row.Value),
            0
        );
        var target = model.Description.Target;
        var moments = model.PredictionTimes(events);
        var expected = model
            .Answer(events, null, moments)
            .Select(answer =>
                answer switch
                {
                    SeriesOutcome.Classes classes => classes.Probabilities,
                    SeriesOutcome.Number { Answer: var n } => [n.Q10, n.Q50, n.Q90, n.Mean],
                    _ => throw new InvalidOperationException(),
                }
            )
            .ToArray();
        // Numbers are compared in standard deviations of the outcome.
        return Largest(expected, own.Answer(events, null, moments), _ => target.IsNumber ? target.Deviation : 1);
    }

    private static (double, int) Patches(string folder, ExportedModel own, SeededRandom random)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var model = SegmentationModel.Load(folder);
        var plan = model.Description.Plan;
        long[] sides = Array.ConvertAll(plan.Volumes ? plan.Patch : plan.Patch[1..], side => (long)side);
        var (largest, compared) = (0.0, 0);
        for (var n = 0; n < 2; n++)
        {
            // A gradient with noise on it: shapes of every label come out somewhere.
            var (slope, noise) = (random.NextDouble(), random.NextDouble());
            var values = new float[plan.Channels * sides.Aggregate((a, b) => a * b)];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(3 * slope * i / values.Length - 1 + noise * (2 * random.NextDouble() - 1));
            var patch = tensor(values, [1, plan.Channels, .. sides]);
            foreach (var (expected, answered) in model.Ask(patch).Zip(own.Ask(patch)))
            {
                var difference = (expected - answered).abs().max().item<float>();
                largest = float.IsNaN(difference) ? double.NaN : Math.Max(largest, difference);
                compared += (int)expected.numel();
            }
        }
        return (largest, compared);
    }

    private static (double, int) Forecasts(string folder, ExportedModel own, SeededRandom random)
    {
        using var model = ForecastModel.Load(folder);
        using var exported = own.Forecaster();
        var population = model.Description.Population;
        var (expected, answered) = (new List<double[]>(), new List<double[]>());
        for (var n = 0; n < 8; n++)
        {
            var level = population.Centre + population.Between * (2 * random.NextDouble() - 1);
            var count = random.Next(1, 70);
            var hours = new double[count];
            for (var i = 1; i < count; i++)
                hours[i] = hours[i - 1] + 1 + 20 * random.NextDouble();
            var values = Array.ConvertAll(hours, _ => level + 2 * population.Within * (2 * random.NextDouble() - 1));
            var series = new MeasurementSeries("", hours, values);
            (int, double)[] asked =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(_ => random.Next(count))
                    .Select(known => (known, hours[known] + 1 + 180 * random.NextDouble())),
            ];
            expected.AddRange(model.Predict(series, asked).Select(Five));
            answered.AddRange(exported.Predict(series, asked).Select(Five));
        }
        // In spreads of a usual patient.
        return Largest([.. expected], [.. answered], _ => population.Within);

        static double[] Five(QuantileForecast f) => [f.Q10, f.Q25, f.Q50, f.Q75, f.Q90];
    }

    public static (double, int) Largest(double[][] expected, double[][] answered, Func<int, double> unit)
    {
        double largest = 0;
        for (var row = 0; row < expected.Length; row++)
        {
            for (var c = 0; c < expected[row].Length; c++)
            {
                var difference = Math.Abs(expected[row][c] - answered[row][c]) / unit(c);
                if (!(difference <= largest))
                    largest = difference;
                if (double.IsNaN(difference))
                    return (double.NaN, expected.Length);
            }
        }

        return (largest, expected.Length);
    }
}
