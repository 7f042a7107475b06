using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Tests.Forecasts;

public sealed class LagFeatureTests
{
    private const string File =
        "id,time,variable,value\na,0,glucose,100\na,6,glucose,140\na,6,insulin,8\na,12,glucose,90\na,30,glucose,120\na,30,insulin,5\n";

    [Fact]
    public void Doses_up_to_the_last_reading_are_known_and_later_ones_are_not()
    {
        var series = MeasurementSeries.From(EventFile.Read(new StringReader(File), "f"), "glucose")[0];
        series.Companions["insulin"].Values.Should().Equal(8, 5);

        var row = Row(series, 2, 20);

        row[^4].Should().Be(14, "hours from the last dose to the moment asked for");
        row[^3].Should().Be(8, "of the last six hours");
        row[^2].Should().Be(8, "of the last day");
    }

    [Fact]
    public void What_comes_later_never_changes_what_trees_read()
    {
        var series = MeasurementSeries.From(EventFile.Read(new StringReader(File), "f"), "glucose")[0];
        var cut = series.Until(2);
        Row(series, 2, 20).Should().Equal(Row(cut, 2, 20));
    }

    [Fact]
    public void Simple_rules_say_what_they_are_named_for()
    {
        var rules = SimpleRules.After(new MeasurementSeries("", [0, 1, 2], [10, 20, 40]));
        rules[2].LastValue.Should().Be(40);
        rules[2].MovingAverage.Should().BeApproximately(70 / 3.0, 1e-9);
        rules[2].Smoothed[6].Should().BeApproximately(27.5, 1e-9, "rate 0.5: 10, 15, 27.5");
    }

    private static float[] Row(MeasurementSeries series, int known, double hour)
    {
        var row = new float[LagFeatures.Width(1)];
        var features = new MeasurementFeatures(series, new Population(110, 10, 20));
        new LagFeatures(series, features, ["insulin"]).Write(known, hour, row);
        return row;
    }
}
