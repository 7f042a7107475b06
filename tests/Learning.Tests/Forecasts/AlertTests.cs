using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Alerts;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Tests.Forecasts;

public sealed class AlertTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alerts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_chance_of_crossing_follows_the_quantiles_and_the_normal_tails_beyond()
    {
        var forecast = new QuantileForecast(0, 80, 100, 120, 140, 160);
        new AlertLimit(true, 120).Chance(forecast).Should().BeApproximately(0.5, 1e-9);
        new AlertLimit(true, 90).Chance(forecast).Should().BeApproximately(0.175, 1e-9);
        new AlertLimit(false, 160).Chance(forecast).Should().BeApproximately(0.1, 1e-6);
        // Two arms of 1.28 standard deviations: 2.563 of them leave 0.5 %.
        new AlertLimit(true, 40)
            .Chance(forecast)
            .Should()
            .BeApproximately(0.00519, 1e-4);
        new AlertLimit(false, 200).Chance(forecast).Should().BeApproximately(0.00519, 1e-4);
        new AlertLimit(true, 200).Chance(forecast).Should().BeApproximately(0.99481, 1e-4);
    }

    [Fact]
    public void Sensitivity_false_alarms_and_lead_are_counted_as_they_are_defined()
    {
        // Crosses below 70 at hours 12 and 60; alerts at 4 (right), 36 (false), 80 (nothing follows: not judged).
        var series = new MeasurementSeries("a", [0, 4, 12, 16, 36, 40, 60, 80], [120, 90, 60, 100, 130, 120, 65, 110]);
        var score = AlertScore.Of(series, new AlertLimit(true, 70), [1, 3, 7]);
        score.Events.Should().Be(2);
        score.Found.Should().Be(1);
        score.Leads.Should().Equal(8);
        score.Alerts.Should().Be(2);
        score.FalseAlarms.Should().Be(1);
        score.Weeks.Should().BeApproximately(80 / 168.0, 1e-9);
    }

    [Fact]
    public void Retained_fluid_is_found_and_one_weighing_with_shoes_on_is_not()
    {
        var hours = Enumerable.Range(0, 40).Select(day => 24.0 * day + 7).ToArray();
        double[] Weights(Func<int, double> of) => [.. Enumerable.Range(0, 40).Select(of)];
        var retained = new MeasurementSeries(
            "a",
            hours,
            Weights(day => 70 + (day < 20 ? 0 : Math.Min(3, 0.6 * (day - 20))))
        );
        var shoes = new MeasurementSeries("b", hours, Weights(day => day == 25 ? 73 : 70));

        MeasurementAlerts.Raised(retained, MeasurementAlertRule.Gain, 1.5)[0].Should().BeInRange(22, 27);
        MeasurementAlerts.Raised(shoes, MeasurementAlertRule.Gain, 1.5).Should().BeEmpty();
        MeasurementAlerts.Raised(shoes, MeasurementAlertRule.SuddenGain, 2).Should().Equal(25);
    }

    [Fact]
    public void A_rising_pressure_is_found_before_it_is_complete_and_a_steady_one_is_left_alone()
    {
        var random = new Random(3);
        var hours = Enumerable.Range(0, 100).Select(day => 24.0 * day + 7).ToArray();
        double[] Pressures(double perDay) =>
            [
                .. Enumerable
                    .Range(0, 100)
                    .Select(day => 130 + perDay * Math.Max(0, day - 40) + 8 * (random.NextDouble() - 0.5)),
            ];
        var rising = new MeasurementSeries("a", hours, Pressures(0.4));
        var raised = MeasurementAlerts.Raised(rising, MeasurementAlertRule.Rise, 6);
        var score = MeasurementAlerts.Score(rising, raised, [(40 * 24, 65 * 24)], 14 * 24);
        score.Found.Should().Be(1);
        score.FalseAlarms.Should().BeLessThan(raised.Count);
        MeasurementAlerts
            .Raised(new MeasurementSeries("b", hours, Pressures(0)), MeasurementAlertRule.Rise, 6)
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void A_forecaster_keeps_its_alerts_and_tells_how_good_they_are_on_other_patients()
    {
        var options = new ForecastTrainingOptions
        {
            Events = Swings(),
            Variable = "glucose",
            Out = Path.Combine(_folder, "model"),
            Folds = 2,
            Networks = 1,
            Boosters = 1,
            Epochs = 4,
            Width = 8,
            Limits = [new AlertLimit(true, 70)],
            FalseAlarms = 2,
        };
        var trained = ForecastTraining.Run(options, TimeProvider.System).Json["alerts"]![0]!;
        var evaluated = ForecastEvaluation.Figures(options.Out!, options.Events)["alerts"]![0]!;

        ((double)trained["sensitivity"]!).Should().BeGreaterThan(0.5);
        ((double)trained["false_alarms_per_patient_week"]!).Should().BeLessThan(4);
        ((int)evaluated["events"]!).Should().Be((int)trained["events"]!);
        var card = Checkpoint.Load(options.Out!).Card;
        CardLanguages.Check("a forecaster", card.Zh, card.En);
        using var model = ForecastModel.Load(options.Out!);
        model.Description.Alerts.Should().ContainSingle().Which.Limit.Should().Be(options.Limits[0]);
    }

    [Fact]
    public void A_chance_chosen_on_a_tenth_of_the_patients_gave_half_as_many_false_alarms_again_as_were_allowed()
    {
        // Nobody crosses the limit, so that every alert is false; one patient in five is called at far higher chances.
        var random = new Random(3);
        var limit = new AlertLimit(true, 70);
        CrossingProbabilities Course(int id)
        {
            var hours = Enumerable.Range(0, 200).Select(i => i * 12.0).ToArray();
            var high = id % 5 == 0 ? 0.5 : 0.1;
            var chances = Array.ConvertAll(hours, _ => high * random.NextDouble());
            return new CrossingProbabilities(
                new MeasurementSeries($"p{id}", hours, [.. hours.Select(_ => 100.0)]),
                chances
            );
        }
        var folds = Enumerable.Range(0, 5).Select(f => Enumerable.Range(f * 12, 12).Select(Course).ToArray()).ToArray();
        var tally = new AlertTally([limit], allowed: 1);
        foreach (var fold in folds)
            tally.Add([fold]);

        tally
            .Score(0)
            .FalseAlarmsPerWeek.Should()
            .BeApproximately(1, 0.2, "each fold is called by a chance of the others");
        var chosen = tally.Rules()[0].Probability;
        ForecastAlerts
            .Score([.. folds.SelectMany(fold => fold)], limit, chosen)
            .FalseAlarmsPerWeek.Should()
            .BeInRange(0.8, 1);
    }

    [Theory]
    [InlineData("who,variable,onset,complete\n", "line 1")]
    [InlineData("id,variable,onset,complete\np0,glucose,x,3\n", "line 2, column onset")]
    public void A_file_of_changes_that_does_not_fit_is_refused_with_its_place(string text, string place)
    {
        var truth = Path.Combine(_folder, "truth.csv");
        File.WriteAllText(truth, text);
        var run = () => MeasurementAlertFile.Run(Swings(), "glucose", MeasurementAlertRule.Rise, 5, truth);
        run.Should().Throw<InvalidInputException>().WithMessage($"truth.csv, {place}*");
        var zero = () => MeasurementAlertFile.Run(Swings(), "glucose", MeasurementAlertRule.Rise, 0);
        zero.Should().Throw<InvalidInputException>().WithMessage("--limit*");
    }

    /// <summary>Patients who fall low every third night, after a high evening; doses are noted next to.</summary>
    private string Swings()
    {
        var path = Path.Combine(_folder, "events.csv");
        if (File.Exists(path))
            return path;
        using var writer = new StreamWriter(path);
        writer.WriteLine("id,time,variable,value");
        for (var id = 0; id < 16; id++)
        {
            var random = new Random(id);
            for (var day = 0; day < 30; day++)
            {
                var low = (day + id) % 3 == 0;
                foreach (
                    var (hour, level) in new[] { (7, 110), (13, 130), (19, low ? 210 : 140), (26, low ? 60 : 115) }
                )
                {
                    writer.WriteLine(
                        FormattableString.Invariant(
                            $"p{id},{24 * day + hour},glucose,{level + 10 * random.NextDouble():0}"
                        )
                    );
                }

                writer.WriteLine(FormattableString.Invariant($"p{id},{24 * day + 19},insulin,{(low ? 12 : 6)}"));
            }
        }
        return path;
    }
}
