using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Guides;

/// <summary>The example of docs/guides/adding-a-quality-rule.md.</summary>
public sealed class AddingAQualityRuleTests
{
    [Theory]
    [InlineData(128, 82, 0)]
    [InlineData(82, 128, 1)]
    [InlineData(90, 90, 1)]
    public void Exchanged_pressures_are_marked(int systolic, int diastolic, int marks)
    {
        var found = PressureRules.Check(ChartWith(systolic, diastolic)).ToList();

        found.Should().HaveCount(marks);
        found.Should().OnlyContain(mark => mark.Source == "Observation/o" && mark.Severity == QualitySeverity.Error);
    }

    private static Chart ChartWith(int systolic, int diastolic) =>
        Chart.From(
            "p",
            [
                new Patient { Id = "p" },
                new Observation
                {
                    Id = "o",
                    Status = ObservationStatus.Final,
                    Code = new CodeableConcept(CodeSystems.Loinc, LoincCodes.BloodPressurePanel),
                    Subject = new ResourceReference("Patient/p"),
                    Effective = new FhirDateTime("2026-05-01T07:00:00+08:00"),
                    Component = [Part(LoincCodes.Systolic, systolic), Part(LoincCodes.Diastolic, diastolic)],
                },
            ]
        );

    private static Observation.ComponentComponent Part(string code, int value) =>
        new() { Code = new CodeableConcept(CodeSystems.Loinc, code), Value = new Quantity(value, "mm[Hg]") };
}
