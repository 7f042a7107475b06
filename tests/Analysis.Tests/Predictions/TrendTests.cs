using Xinglin.Analysis.Predictions;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Tests.Predictions;

public sealed class TrendTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 7, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_weight_that_climbed_all_week_is_not_steady_because_the_forecast_is()
    {
        var one = Weight([61.2, 61.6, 61.7, 62.8, 64, 65.1, 66, 66.3], slope: -0.01);
        Trends.Of(one).Should().Be(Trend.Unsettled);
        Trends.SeenPerWeek(one).Should().BeInRange(5, 7);
    }

    [Theory]
    [InlineData(-0.01, Trend.Steady)]
    [InlineData(0.3, Trend.Rising)]
    [InlineData(-0.4, Trend.Falling)]
    public void Otherwise_the_forecast_names_the_course(double slope, Trend course) =>
        Trends.Of(Weight([66.1, 66.4, 65.9, 66.2, 66.0, 66.3, 66.1], slope)).Should().Be(course);

    [Fact]
    public void One_stray_reading_makes_no_trend() =>
        Trends.Of(Weight([66, 66.1, 65.9, 66, 66.1, 66, 69.5], slope: 0)).Should().Be(Trend.Steady);

    [Fact]
    public void Too_few_readings_of_the_last_week_say_nothing_about_it() =>
        Trends.SeenPerWeek(Weight([66, 67, 68], slope: 0)).Should().BeNull();

    [Theory]
    [InlineData(63.5, true)]
    [InlineData(65.0, false)]
    public void A_course_leaves_its_limits_when_the_median_at_the_end_does(double upper, bool leaves) =>
        Trends.LeavesLimits(Weight([66, 66, 66, 66], slope: 0) with { UpperLimit = upper }).Should().Be(leaves);

    private static Trajectory Weight(double[] past, double slope) =>
        new(
            "trajectory-weight",
            "29463-7",
            new BilingualText("家庭体重", "Home body weight"),
            "kg",
            [
                .. past.Select(
                    (value, day) => new PastMeasurement(Now.AddDays(day - past.Length), value, "Observation/x")
                ),
            ],
            [new ForecastPoint(Now.AddDays(7), 62, 63, 64.5, 66, 67)],
            null,
            null,
            null,
            slope
        );
}
