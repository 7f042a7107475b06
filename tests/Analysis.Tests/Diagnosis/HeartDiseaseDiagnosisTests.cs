using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Analysis.Tests.Diagnosis;

public class HeartDiseaseDiagnosisTests
{
    private static readonly HeartDiseaseDiagnosis Diagnosis = new(
        Places.Model("heart-disease"),
        new FakeTimeProvider(Demonstration.Now)
    );

    [Fact]
    public void Bad_findings_are_called_disease_and_good_findings_are_not()
    {
        var likely = Found(Demonstration.Chart(PatientStory.HeartDiseaseLikely));
        var unlikely = Found(Demonstration.Chart(PatientStory.HeartDiseaseUnlikely));
        likely.Present.Should().BeTrue();
        likely.Probability.Should().BeGreaterThan(0.8);
        unlikely.Present.Should().BeFalse();
        unlikely.Probability.Should().BeLessThan(0.2);
        likely.Low.Should().BeLessThanOrEqualTo(likely.Probability);
        likely.High.Should().BeGreaterThanOrEqualTo(likely.Probability);
    }

    [Fact]
    public void Features_are_taken_by_code_a_shuffled_chart_gives_the_same_reading()
    {
        const int seed = 4711;
        var id = Demonstration.Patient(PatientStory.HeartDiseaseLikely).Id;
        var resources = Demonstration.Resources(PatientStory.HeartDiseaseLikely).ToArray();
        var straight = Diagnosis.Read(Demonstration.Of(id, resources), "r1");
        new Random(seed).Shuffle(resources);
        var shuffled = Diagnosis.Read(Demonstration.Of(id, resources), "r1");
        PredictionJson.Write(shuffled).Should().Equal(PredictionJson.Write(straight), $"seed {seed}");
    }

    [Fact]
    public void Two_runs_give_the_same_reading()
    {
        var chart = Demonstration.Chart(PatientStory.HeartDiseaseUnlikely);
        PredictionJson
            .Write(Diagnosis.Read(chart, "r1"))
            .Should()
            .Equal(PredictionJson.Write(Diagnosis.Read(chart, "r1")));
    }

    [Fact]
    public void Cholesterol_in_either_unit_gives_the_same_probability()
    {
        var inMoles = Found(WithCholesterol("14647-2", 6.2m, "mmol/L"));
        var inMass = Found(WithCholesterol("2093-3", 239.75m, "mg/dL"));
        inMass.Probability.Should().BeApproximately(inMoles.Probability, 1e-3);

        var converted = Diagnosis.Read(WithCholesterol("14647-2", 6.2m, "mmol/L"), "r1");
        var input = converted.Inputs.Single(i => i.Id == "input-chol");
        input.Unit.Should().Be("mg/dL");
        input.Value.Should().BeApproximately(239.7, 0.5);
        input.Original.Should().Be("6.2 mmol/L");
    }

    [Fact]
    public void A_missing_feature_is_imputed_and_said_to_be_and_is_no_evidence()
    {
        var reading = Diagnosis.Read(Demonstration.Chart(PatientStory.FeaturesImputed), "r1");
        var imputed = reading.Inputs.Where(i => i.Imputed).ToList();
        imputed.Select(i => i.Id).Should().BeEquivalentTo(["input-ca", "input-thal"]);
        imputed.Should().OnlyContain(i => i.Source == null && (i.Value != null || i.Category != null));
        var finding = reading.Should().BeOfType<Prediction.Findings>().Subject.Items.Single();
        finding.For.Concat(finding.Against).Select(c => c.InputId).Should().NotContain(["input-ca", "input-thal"]);
    }

    [Fact]
    public void With_too_many_features_missing_it_cannot_say_and_names_them_in_both_languages()
    {
        var reading = Diagnosis.Read(Demonstration.Chart(PatientStory.FeaturesMissing), "r1");
        var cannot = reading.Should().BeOfType<Prediction.CannotSay>().Subject;
        cannot.Reason.Should().Be(CannotSayReasons.TooManyMissing);
        cannot.Explanation.En.Should().Contain("thallium stress scan");
        cannot.Explanation.Zh.Should().Contain("铊负荷心肌显像");
    }

    [Fact]
    public void Without_the_sex_it_cannot_say_however_complete_the_rest_is()
    {
        var resources = Demonstration.Resources(PatientStory.HeartDiseaseLikely);
        resources.OfType<Patient>().Single().Gender = AdministrativeGender.Unknown;
        var reading = Diagnosis.Read(
            Demonstration.Of(Demonstration.Patient(PatientStory.HeartDiseaseLikely).Id, resources),
            "r1"
        );
        reading.Should().BeOfType<Prediction.CannotSay>();
    }

    [Fact]
    public void A_patient_far_older_than_those_of_the_training_gets_no_answer()
    {
        var reading = Diagnosis.Read(Demonstration.Chart(PatientStory.OldWithEverything), "r1");
        var cannot = reading.Should().BeOfType<Prediction.CannotSay>().Subject;
        cannot.Reason.Should().Be(CannotSayReasons.UnlikeTraining);
        cannot.Explanation.Zh.Should().Contain("岁");
    }

    [Fact]
    public void A_work_up_older_than_a_year_counts_as_missing()
    {
        var resources = Demonstration.Resources(PatientStory.HeartDiseaseLikely);
        foreach (var o in resources.OfType<Observation>().Where(o => o.Id!.Contains("-heart-thal")))
        {
            o.Effective = new FhirDateTime(Demonstration.Now.AddDays(-400));
        }
        var reading = Diagnosis.Read(
            Demonstration.Of(Demonstration.Patient(PatientStory.HeartDiseaseLikely).Id, resources),
            "r1"
        );
        reading.Inputs.Single(i => i.Id == "input-thal").Imputed.Should().BeTrue();
    }

    [Fact]
    public void The_blood_pressure_is_the_one_taken_in_the_surgery()
    {
        var chart = Demonstration.Chart(PatientStory.HeartDiseaseLikely);
        var source = Diagnosis.Read(chart, "r1").Inputs.Single(i => i.Id == "input-trestbps").Source;
        source.Should().Contain("-visit-bp-");
    }

    private static Finding Found(Chart chart) =>
        Diagnosis.Read(chart, "r1").Should().BeOfType<Prediction.Findings>().Subject.Items.Single();

    private static Chart WithCholesterol(string loinc, decimal value, string unit)
    {
        var resources = Demonstration.Resources(PatientStory.HeartDiseaseLikely);
        resources.RemoveAll(r => r is Observation o && o.Code.Coding[0].Code == "14647-2");
        var other = resources.OfType<Observation>().Last(o => o.Code.Coding[0].Code == "2951-2");
        var cholesterol = (Observation)other.DeepCopy();
        cholesterol.Id = "chol-1";
        cholesterol.Code = new CodeableConcept("http://loinc.org", loinc);
        cholesterol.Value = new Quantity(value, unit);
        cholesterol.ReferenceRange = [];
        resources.Add(cholesterol);
        return Demonstration.Of(Demonstration.Patient(PatientStory.HeartDiseaseLikely).Id, resources);
    }
}
