using System.Globalization;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Tests.Forecasts;

public sealed class ForecastTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forecast-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_forecaster_beats_the_last_reading_and_its_intervals_hold_what_they_promise()
    {
        var result = ForecastTraining.Run(Quick with { Out = null, Folds = 3 }, TimeProvider.System);

        result.Score.Mae.Should().BeLessThan(0.85 * result.Score.LastValueMae);
        result.Score.Coverage80.Should().BeInRange(0.7, 0.9);
        result.Score.Coverage50.Should().BeInRange(0.38, 0.62);
    }

    [Fact]
    public void A_saved_model_forecasts_in_ascending_quantiles_and_alike_by_file_and_by_call()
    {
        ForecastTraining.Run(Quick with { Epochs = 3 }, TimeProvider.System);
        var predictions = Path.Combine(_folder, "predictions.csv");

        var count = ForecastPrediction.Run(Quick.Out!, Quick.Events, predictions);

        var lines = File.ReadAllLines(predictions);
        lines[0].Should().Be("id,time,variable,horizon_hours,q10,q50,q90");
        lines.Should().HaveCount(count + 1);
        using var model = ForecastModel.Load(Quick.Out!);
        var one = Patient(3);
        var history = one.Hours.Zip(one.Values).Take(70).ToArray();
        var forecast = model.Predict(history, [one.Hours[70]])[0];
        var written = lines.First(line =>
            line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"p3,{one.Hours[70]:0.####},"))
        );
        var fields = written.Split(',').Skip(4).Select(field => double.Parse(field, CultureInfo.InvariantCulture));
        fields.Should().BeInAscendingOrder().And.HaveElementAt(1, Math.Round(forecast.Q50, 3));
        new[] { forecast.Q10, forecast.Q25, forecast.Q50, forecast.Q75, forecast.Q90 }.Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_budget_too_small_for_several_networks_gives_a_model_of_one_and_not_three_late_ones()
    {
        ForecastTraining.Run(
            Quick with
            {
                Networks = 3,
                Folds = 2,
                Budget = TimeSpan.FromSeconds(0.5),
            },
            TimeProvider.System
        );

        using var model = ForecastModel.Load(Quick.Out!);
        model.Description.Networks.Should().Be(1);
        model.Predict([(0, 130), (12, 128)], [24]).Should().HaveCount(1);
    }

    [Fact]
    public void What_comes_later_never_changes_what_was_known_before()
    {
        var whole = Patient(1);
        var cut = new MeasurementSeries("cut", whole.Hours[..40], whole.Values[..40]);
        var population = new Population(130, 10, 8);
        var (all, part) = (new MeasurementFeatures(whole, population), new MeasurementFeatures(cut, population));
        Span<float> a = stackalloc float[MeasurementFeatures.QueryWidth];
        Span<float> b = stackalloc float[MeasurementFeatures.QueryWidth];
        all.WriteQuery(39, whole.Hours[45], a);
        part.WriteQuery(39, whole.Hours[45], b);
        a.SequenceEqual(b).Should().BeTrue();
        all.Level(39).Should().Be(part.Level(39));
        all.Spread(39).Should().Be(part.Spread(39));
    }

    [Fact]
    public void One_impossible_reading_does_not_carry_the_level_away()
    {
        var calm = new MeasurementSeries("", [0, 12, 24, 36, 48], [130, 131, 129, 130, 130]);
        var typo = calm with { Values = [130, 131, 129, 1300, 130] };
        var population = new Population(130, 10, 8);
        new MeasurementFeatures(typo, population)
            .Level(4)
            .Should()
            .BeApproximately(new MeasurementFeatures(calm, population).Level(4), 10);
    }

    [Fact]
    public void With_a_horizon_of_a_day_only_readings_at_least_a_day_older_are_known()
    {
        var one = Patient(2);
        foreach (var (known, target) in ForecastEvaluation.Asked(one, ForecastHorizon.Day.Hours()))
            (one.Hours[target] - one.Hours[known]).Should().BeGreaterThanOrEqualTo(24);
    }

    [Fact]
    public void A_target_before_the_last_reading_and_an_empty_history_are_refused()
    {
        ForecastTraining.Run(Quick with { Epochs = 1, Folds = 2, Boosters = 0 }, TimeProvider.System);
        using var model = ForecastModel.Load(Quick.Out!);
        var backwards = () => model.Predict([(0, 120), (10, 130)], [5.0]);
        var nothing = () => model.Predict([], [5.0]);
        backwards.Should().Throw<ArgumentException>().WithMessage("*after the last reading*");
        nothing.Should().Throw<ArgumentException>().WithMessage("*at least one reading*");
    }

    [Fact]
    public void A_changed_weight_byte_is_refused()
    {
        ForecastTraining.Run(Quick with { Epochs = 1, Folds = 2, Boosters = 0 }, TimeProvider.System);
        var path = Path.Combine(Quick.Out!, Checkpoint.WeightsFile);
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
        var load = () => ForecastModel.Load(Quick.Out!);
        load.Should().Throw<InvalidInputException>();
    }

    [Fact]
    public void An_unknown_variable_is_refused_with_those_that_are_there()
    {
        var train = () => ForecastTraining.Run(Quick with { Variable = "weight" }, TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("*weight*systolic*");
    }

    private ForecastTrainingOptions Quick =>
        new()
        {
            Events = EventsFile(),
            Variable = "systolic",
            Out = Path.Combine(_folder, "model"),
            Folds = 2,
            Networks = 1,
            Boosters = 1,
            Epochs = 8,
            Width = 16,
        };

    private string EventsFile()
    {
        var path = Path.Combine(_folder, "events.csv");
        if (File.Exists(path))
            return path;
        using var writer = new StreamWriter(path);
        writer.WriteLine("id,time,variable,value");
        for (var id = 0; id < 24; id++)
        {
            var one = Patient(id);
            for (var i = 0; i < one.Count; i++)
            {
                writer.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{one.Id},{one.Hours[i]},systolic,{one.Values[i]}")
                );
            }
        }
        return path;
    }

    /// <summary>Morning and evening pressures that differ by 14 mmHg, with noise, gaps and an own level.</summary>
    private static MeasurementSeries Patient(int id)
    {
        var random = new Random(100 + id);
        var level = 120 + 25 * random.NextDouble();
        var (hours, values) = (new List<double>(), new List<double>());
        for (var half = 0; half < 100; half++)
        {
            if (random.NextDouble() < 0.15)
                continue;
            hours.Add(Math.Round(7 + 12 * half + random.NextDouble(), 3));
            var noise = Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5) * 7;
            values.Add(Math.Round(level + (half % 2 == 0 ? 7 : -7) + noise, 1));
        }
        return new MeasurementSeries($"p{id}", [.. hours], [.. values]);
    }
}
