using Xinglin.Learning.Forecasts;
using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Tests.Forecasts;

public sealed class PatientConformalScalingTests
{
    // Errors of the population: the band holds 80 % of them.
    private static readonly PopulationErrors Usual = new(
        [.. Enumerable.Range(1, 20).Select(i => i / 16.0)],
        [.. Enumerable.Range(1, 20).Select(i => i / 10.0)]
    );

    [Fact]
    public void A_new_patient_has_about_the_population_s_band()
    {
        new PatientConformalScaling(Usual, []).At(100).Outer.Should().BeApproximately(1, 0.1);
    }

    [Fact]
    public void A_patient_who_varies_more_gets_a_wider_band_and_one_who_varies_less_a_narrower_one()
    {
        Factor(2.4).Should().BeGreaterThan(1.6);
        Factor(0.5).Should().BeLessThan(0.8);

        static double Factor(double spread) => new PatientConformalScaling(Usual, Past(80, spread)).At(80).Outer;
    }

    [Fact]
    public void Errors_that_came_later_are_not_looked_at()
    {
        var calm = Past(40, 0.5);
        var wild = Past(40, 6).Select(one => one with { Came = one.Came + 40 });
        new PatientConformalScaling(Usual, [.. calm, .. wild])
            .At(40)
            .Should()
            .Be(new PatientConformalScaling(Usual, calm).At(40));
    }

    [Fact]
    public void The_band_never_vanishes_and_never_runs_away()
    {
        new PatientConformalScaling(Usual, Past(200, 1e-6)).At(200).Outer.Should().Be(0.5);
        new PatientConformalScaling(Usual, Past(200, 1e6)).At(200).Outer.Should().Be(4);
    }

    /// <summary>Errors spread evenly up to a share of the band's arm.</summary>
    private static List<(QuantileForecast Said, int Came, double Value)> Past(int count, double spread)
    {
        var said = new QuantileForecast(0, 90, 95, 100, 105, 110);
        return [.. Enumerable.Range(1, count).Select(i => (said, i, 100 + 10 * spread * ((i * 37 % 100 + 1) / 100.0)))];
    }
}
