using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Quality;

public sealed class QualityRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private int _counter;

    [Theory]
    [InlineData("15074-8", 126, "mmol/L", QualityCodes.UnitDoubtful, "mg/dL")]
    [InlineData("2339-0", 7.1, "mg/dL", QualityCodes.UnitDoubtful, "mmol/L")]
    [InlineData("2093-3", 210, "mmol/L", QualityCodes.UnitDoubtful, "mg/dL")]
    [InlineData("2160-0", 88, "mg/dL", QualityCodes.UnitDoubtful, "µmol/L")]
    [InlineData("8480-6", 1200, "mm[Hg]", QualityCodes.Impossible, "480")]
    [InlineData("8480-6", 16, "mm[Hg]", QualityCodes.UnitDoubtful, "kPa")]
    [InlineData("8310-5", 98.6, "Cel", QualityCodes.UnitDoubtful, "°F")]
    [InlineData("15074-8", 6, "furlong", QualityCodes.UnitUnknown, "furlong")]
    public void A_number_that_cannot_be_right_is_marked(
        string loinc,
        double value,
        string unit,
        string code,
        string says
    )
    {
        var mark = Check(Reading(loinc, value, unit, Now.AddDays(-1))).Should().ContainSingle().Subject;
        mark.Code.Should().Be(code);
        mark.Message.En.Should().Contain(says);
        mark.Message.Zh.Should().NotBeEmpty();
    }

    [Fact]
    public void A_systolic_pressure_below_the_diastolic_was_not_doubted_when_it_came_as_FHIR()
    {
        Observation Panel(decimal systolic, decimal diastolic) =>
            new()
            {
                Id = "bp",
                Status = ObservationStatus.Final,
                Code = new CodeableConcept(CodeSystems.Loinc, "85354-9"),
                Effective = new FhirDateTime("2026-05-30"),
                Component =
                [
                    new()
                    {
                        Code = new CodeableConcept(CodeSystems.Loinc, LoincCodes.Systolic),
                        Value = new Quantity(systolic, "mm[Hg]"),
                    },
                    new()
                    {
                        Code = new CodeableConcept(CodeSystems.Loinc, LoincCodes.Diastolic),
                        Value = new Quantity(diastolic, "mm[Hg]"),
                    },
                ],
            };

        var mark = Check(Panel(80, 120)).Should().ContainSingle().Subject;
        mark.Code.Should().Be(QualityCodes.PressuresReversed);
        mark.Message.En.Should().Contain("80 is not above the diastolic 120");
        mark.Message.Zh.Should().Contain("收缩压 80 不高于舒张压 120");
        Check(Panel(120, 80)).Should().BeEmpty();
        Check(
                Reading(LoincCodes.Systolic, 80, "mm[Hg]", Now.AddDays(-1)),
                Reading(LoincCodes.Diastolic, 120, "mm[Hg]", Now.AddDays(-1))
            )
            .Should()
            .ContainSingle(found => found.Code == QualityCodes.PressuresReversed, "sent as two results of one moment");
    }

    [Theory]
    [InlineData("2026-05-10", "2026-05-02", true)]
    [InlineData("2026-05-10", "2026-05-10", false)]
    [InlineData("2026-05-10", "2026-05", false)]
    [InlineData("2026-05-10", null, false)]
    public void A_visit_that_ended_before_it_started_was_not_doubted(string start, string? end, bool doubted)
    {
        var marks = Check(
            new Encounter
            {
                Id = "v",
                Status = Encounter.EncounterStatus.Finished,
                Period = new Period { Start = start, End = end },
            }
        );

        marks.Select(mark => mark.Code).Should().Equal(doubted ? [QualityCodes.EndBeforeStart] : []);
        if (doubted)
            marks[0].Message.En.Should().Contain($"ends at {end}, before it starts at {start}");
    }

    [Theory]
    [InlineData("15074-8", 6.1, "mmol/L")]
    [InlineData("2339-0", 400, "mg/dL")]
    [InlineData("8480-6", 240, "mm[Hg]")]
    [InlineData("2160-0", 9.5, "mg/dL")]
    [InlineData("4548-4", 14, "%")]
    public void Illness_is_not_a_mistake(string loinc, double value, string unit) =>
        Check(Reading(loinc, value, unit, Now.AddDays(-1))).Should().BeEmpty();

    [Fact]
    public void A_weight_in_pounds_under_kg_is_found_by_the_patients_own_history()
    {
        var readings = Enumerable.Range(1, 5).Select(d => Reading("29463-7", 70 + d * 0.1, "kg", Now.AddDays(-d)));
        var marks = Check([.. readings, Reading("29463-7", 154, "kg", Now.AddDays(-9))]);
        marks.Should().ContainSingle().Which.Message.En.Should().Contain("probably lb");
    }

    [Theory]
    [InlineData(AdministrativeGender.Male, CodeSystems.Snomed, "77386006", true)]
    [InlineData(AdministrativeGender.Female, CodeSystems.Snomed, "399068003", true)]
    [InlineData(AdministrativeGender.Male, CodeSystems.Icd10, "O80", true)]
    [InlineData(AdministrativeGender.Female, CodeSystems.Icd10China, "N40.x00", true)]
    [InlineData(AdministrativeGender.Female, CodeSystems.Icd10, "O80", false)]
    [InlineData(AdministrativeGender.Male, CodeSystems.Icd10, "I10", false)]
    [InlineData(AdministrativeGender.Other, CodeSystems.Icd10, "O80", false)]
    public void Sex_and_diagnosis_that_contradict_are_marked(
        AdministrativeGender sex,
        string system,
        string code,
        bool marked
    )
    {
        var condition = new Condition
        {
            Id = "c",
            Code = new(system, code),
            Subject = new("Patient/p"),
        };
        Check(sex, condition).Any(m => m.Code == QualityCodes.SexContradiction).Should().Be(marked);
    }

    [Fact]
    public void A_future_date_and_a_date_before_birth_are_marked()
    {
        var marks = Check(
            Reading("29463-7", 70, "kg", Now.AddDays(3)),
            Reading("29463-7", 70, "kg", new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero))
        );
        marks.Select(m => m.Code).Should().BeEquivalentTo([QualityCodes.FutureDate, QualityCodes.BeforeBirth]);
    }

    [Fact]
    public void The_same_value_twice_is_a_duplicate_and_two_values_at_once_a_conflict()
    {
        Check(Reading("29463-7", 70, "kg", Now), Reading("29463-7", 70, "kg", Now))
            .Single()
            .Code.Should()
            .Be(QualityCodes.Duplicate);
        Check(Reading("29463-7", 70, "kg", Now), Reading("29463-7", 71, "kg", Now))
            .Single()
            .Code.Should()
            .Be(QualityCodes.Conflict);
    }

    [Fact]
    public void A_gap_of_two_weeks_is_noted_in_somebody_who_measures_daily()
    {
        var readings = Enumerable
            .Range(0, 40)
            .Where(d => d is < 10 or > 25)
            .Select(d => Labels.MarkHome(Reading("29463-7", 70, "kg", Now.AddDays(-d))));
        var mark = Check([.. readings]).Should().ContainSingle().Subject;
        mark.Code.Should().Be(QualityCodes.Gap);
        mark.Severity.Should().Be(QualitySeverity.Note);
    }

    [Fact]
    public void What_was_entered_in_error_is_not_looked_at()
    {
        var wrong = Reading("8480-6", 1200, "mm[Hg]", Now);
        wrong.Status = ObservationStatus.EnteredInError;
        Check(wrong).Should().BeEmpty();
    }

    private IReadOnlyList<QualityMark> Check(params Resource[] resources) =>
        Check(AdministrativeGender.Female, resources);

    private static IReadOnlyList<QualityMark> Check(AdministrativeGender sex, params Resource[] resources)
    {
        var patient = new Patient
        {
            Id = "p",
            BirthDate = "1950-01-01",
            Gender = sex,
        };
        return QualityRules.Check(Chart.From("p", [patient, .. resources]), Now);
    }

    private Observation Reading(string loinc, double value, string unit, DateTimeOffset time) =>
        new()
        {
            Id = "o" + ++_counter,
            Status = ObservationStatus.Final,
            Code = new CodeableConcept(CodeSystems.Loinc, loinc),
            Subject = new ResourceReference("Patient/p"),
            Effective = new FhirDateTime(time),
            Value = new Quantity((decimal)value, unit, CodeSystems.Ucum),
        };
}
