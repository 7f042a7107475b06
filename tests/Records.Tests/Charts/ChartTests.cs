using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Charts;

public sealed class ChartTests
{
    private static readonly DateTimeOffset Day = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_latest_value_is_found_by_code_in_the_unit_asked_for_with_its_original_and_range()
    {
        var old = Glucose("old", 5.5m, "mmol/L", Day);
        var recent = Glucose("new", 126m, "mg/dL", Day.AddDays(1));
        recent.ReferenceRange.Add(
            new()
            {
                Low = new Quantity(70, "mg/dL", CodeSystems.Ucum),
                High = new Quantity(99, "mg/dL", CodeSystems.Ucum),
            }
        );
        var chart = Of(old, recent);

        var latest = chart.Latest(LoincCodes.Glucose, "mmol/L")!;

        latest.Source.Should().Be("Observation/new");
        latest.Value.Should().BeApproximately(6.99, 0.01);
        latest.Original.Should().Be("126 mg/dL");
        latest.ReferenceHigh.Should().BeApproximately(5.5, 0.01);
        chart.Latest(LoincCodes.Glucose, "mmol/L", Day)!.Source.Should().Be("Observation/old");
        chart.Latest(["29463-7"], "kg").Should().BeNull();
    }

    [Fact]
    public void A_blood_pressure_panel_is_seen_through_its_components()
    {
        var panel = new Observation
        {
            Id = "bp",
            Status = ObservationStatus.Final,
            Code = new CodeableConcept(CodeSystems.Loinc, "85354-9"),
            Effective = new FhirDateTime(Day),
            Component =
            [
                new()
                {
                    Code = new(CodeSystems.Loinc, "8480-6"),
                    Value = new Quantity(142, "mm[Hg]", CodeSystems.Ucum),
                },
                new() { Code = new(CodeSystems.Loinc, "8462-4"), Value = new Quantity(88, "mm[Hg]", CodeSystems.Ucum) },
            ],
        };
        Of(panel).Series("8480-6", "mm[Hg]").Single().Value.Should().Be(142);
        Of(panel).Latest(["8462-4"], "kPa")!.Value.Should().BeApproximately(11.73, 0.01);
    }

    [Fact]
    public void A_value_in_a_unit_that_does_not_convert_is_left_out() =>
        Of(Glucose("g", 5, "furlong", Day)).Series("15074-8", "mmol/L").Should().BeEmpty();

    [Theory]
    [InlineData("1960-05-01", 66)]
    [InlineData("1960-05-02", 65)]
    [InlineData("1960", 66)]
    [InlineData(null, null)]
    public void Age_is_in_completed_years(string? birth, int? age)
    {
        var chart = Chart.From("p", [new Patient { Id = "p", BirthDate = birth }]);
        chart.AgeAt(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)).Should().Be(age);
    }

    private static Chart Of(params Resource[] resources) => Chart.From("p", [new Patient { Id = "p" }, .. resources]);

    private static Observation Glucose(string id, decimal value, string unit, DateTimeOffset time) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept(CodeSystems.Loinc, "15074-8"),
            Effective = new FhirDateTime(time),
            Value = new Quantity(value, unit, CodeSystems.Ucum),
        };

    [Theory]
    [InlineData("0001")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    [InlineData("odd")]
    public void A_date_at_the_end_of_the_calendar_made_the_chart_fail(string date)
    {
        var patient = new Patient { Id = "p", BirthDate = date.Split('T')[0] };
        var observation = new Observation
        {
            Id = "o",
            Subject = new ResourceReference("Patient/p"),
            Code = new CodeableConcept("http://loinc.org", "8480-6"),
            Effective = new FhirDateTime(date),
            IssuedElement = new Instant { JsonValue = date },
            Value = new Quantity(120, "mm[Hg]"),
        };
        var chart = Chart.From("p", [patient, observation]);

        chart.Series("8480-6", "mm[Hg]").Count.Should().BeLessThan(2);
        chart.AgeAt(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)).Should().NotBe(0);
        Xinglin.Records.Quality.QualityRules.Check(chart).Should().NotBeNull();
        Xinglin.Records.Quality.QualityRules.Check(chart, DateTimeOffset.UnixEpoch).Should().NotBeNull();
    }
}
