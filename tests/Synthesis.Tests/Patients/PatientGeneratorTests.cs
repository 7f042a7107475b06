using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;
using Xinglin.Dicom.DataSets;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Synthesis.Patients;
using Xinglin.Synthesis.Thorax;
using Xinglin.Terminology.Codes;

namespace Xinglin.Synthesis.Tests.Patients;

public class PatientGeneratorTests
{
    private static readonly DateTimeOffset Now = Demonstration.Now;

    [Fact]
    public void The_first_24_patients_tell_24_different_stories()
    {
        var patients = Demonstration.Patients;
        patients.Select(p => p.Story).Should().OnlyHaveUniqueItems();
        patients.Should().NotContain(p => p.Story == PatientStory.Ordinary);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var serializer = new FhirJsonSerializer();
        var first = Json(7);
        Json(7).Should().Equal(first);
        Json(8).Should().NotEqual(first);

        List<string> Json(int seed) =>
            PatientGenerator.Generate(seed, 3, Now).Select(p => serializer.SerializeToString(p.Bundle)).ToList();
    }

    [Fact]
    public void A_patient_does_not_depend_on_how_many_are_made()
    {
        var few = PatientGenerator.Generate(7, 2, Now).Last();
        var many = PatientGenerator.Generate(7, 30, Now).ElementAt(1);
        few.Bundle.IsExactly(many.Bundle).Should().BeTrue();
    }

    [Fact]
    public void Every_resource_carries_the_synthetic_label()
    {
        Demonstration
            .Patients.SelectMany(Resources)
            .Where(r => !Labels.IsSynthetic(r))
            .Select(r => $"{r.TypeName}/{r.Id}")
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void Names_stand_in_both_languages()
    {
        foreach (var patient in Demonstration.Patients)
        {
            var names = Resources(patient).OfType<Patient>().Single().Name;
            names
                .Select(n => n.GetExtensionValue<Code>("http://hl7.org/fhir/StructureDefinition/language")?.Value)
                .Should()
                .Equal("zh-CN", "en");
        }
    }

    [Fact]
    public void Neighbours_of_the_first_24_have_different_names()
    {
        var names = Demonstration.Patients.Select(p => Resources(p).OfType<Patient>().Single().Name[0].Text);
        names.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Nothing_lies_in_the_future_and_every_quantity_has_a_unit_of_UCUM()
    {
        var observations = Demonstration.Patients.SelectMany(Resources).OfType<Observation>().ToList();
        observations.Should().HaveCountGreaterThan(1000);
        observations
            .Where(o => o.Effective is not FhirDateTime at || at.ToDateTimeOffset(TimeSpan.Zero) > Now)
            .Select(o => o.Id)
            .Should()
            .BeEmpty();
        observations
            .Where(o => Quantities(o).Any(q => q.System != CodeSystems.Ucum || q.Code is null || q.Value is not >= 0))
            .Select(o => o.Id)
            .Should()
            .BeEmpty();

        static IEnumerable<Quantity> Quantities(Observation o) =>
            o.Component.Select(c => c.Value).Append(o.Value).OfType<Quantity>();
    }

    [Fact]
    public void Every_resource_is_valid_FHIR()
    {
        Demonstration
            .Patients.SelectMany(Resources)
            .SelectMany(r => r.Validate(ModelInfo.ModelInspector).Select(i => $"{r.TypeName}/{r.Id}: {i.Message}"))
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void The_old_patient_has_everything()
    {
        var old = Demonstration.Patient(PatientStory.OldWithEverything);
        var resources = Resources(old).ToList();
        resources.OfType<Condition>().Should().HaveCountGreaterThanOrEqualTo(10);
        resources.OfType<MedicationStatement>().Should().HaveCountGreaterThanOrEqualTo(10);
        resources.OfType<Encounter>().Should().HaveCountGreaterThanOrEqualTo(5);
        resources.OfType<Observation>().Count(Labels.IsHome).Should().BeGreaterThan(250);
    }

    [Fact]
    public void The_wrong_unit_is_a_number_of_milligrams_under_the_unit_of_millimoles()
    {
        var patient = Demonstration.Patient(PatientStory.UnitWrong);
        Resources(patient)
            .OfType<Observation>()
            .Where(o => o.Code.Coding[0].Code == "15074-8")
            .Count(o => o.Value is Quantity { Value: > 50 })
            .Should()
            .Be(1);
    }

    [Fact]
    public void The_filtration_rate_follows_the_published_example()
    {
        // A man of 50 with creatinine 1.0 mg/dL (88.42 µmol/L): 142 × (1/0.9)^-1.2 × 0.9938^50 = 91.7.
        LaboratoryHistory.FiltrationRate(88.42, 50, female: false).Should().BeApproximately(91.7, 0.1);
    }

    [Fact]
    public async Task Writing_twice_gives_the_same_files()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-synthesis-");
        try
        {
            var first = await PatientSynthesis.Run(Path.Combine(folder.FullName, "a"), 2, 7, Now);
            var second = await PatientSynthesis.Run(Path.Combine(folder.FullName, "b"), 2, 7, Now);
            second.Files.Should().Equal(first.Files);
            foreach (var file in first.Files)
            {
                File.ReadAllBytes(Path.Combine(second.Folder, file))
                    .Should()
                    .Equal(File.ReadAllBytes(Path.Combine(first.Folder, file)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void At_least_eight_patients_have_a_film_of_512_pixels_that_says_it_is_synthetic()
    {
        var films = Demonstration.Patients.SelectMany(p => p.Films.Select(f => (Patient: p, Film: f))).ToList();
        films.Should().HaveCountGreaterThanOrEqualTo(8);
        foreach (var (patient, film) in films)
        {
            using var stream = new MemoryStream(film.Bytes);
            var dataSet = DicomFile.Read(stream).DataSet;
            dataSet.GetInt(Tags.Rows).Should().BeGreaterThanOrEqualTo(512);
            dataSet.GetString(Tags.PatientID).Should().Be(patient.Id);
            dataSet.GetString(Tags.SyntheticData).Should().Be("YES");
        }
    }

    [Fact]
    public async Task One_film_has_a_pleural_effusion_and_its_truth_is_kept_apart()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-truth-");
        try
        {
            var truth = Path.Combine(folder.FullName, "truth");
            await PatientSynthesis.Run(Path.Combine(folder.FullName, "patients"), 2, 7, Now, truth: truth);
            var film = Demonstration.Patient(PatientStory.HeartFailureGain).Films.Single();
            film.Truth.Findings.Should().Be(ThoraxFindings.Effusion | ThoraxFindings.Cardiomegaly);
            film.Truth.Opacities.Should()
                .Equal(new OpacityPlace(ThoraxFindings.Effusion, BodySide.Right, LungZone.Lower));
            // The fluid lies at the foot of the right lung, which is on the left of the film.
            var filled = Enumerable.Range(0, film.Truth.Opacity.Length).Where(at => film.Truth.Opacity[at]).ToList();
            filled.Should().HaveCountGreaterThan(1000);
            filled.Average(at => at / film.Truth.Columns).Should().BeGreaterThan(film.Truth.Rows / 2.0);
            filled.Average(at => at % film.Truth.Columns).Should().BeLessThan(film.Truth.Columns / 2.0);
            Directory
                .EnumerateFiles(truth)
                .Select(Path.GetFileName)
                .Should()
                .Contain("syn-7-002-film.truth.json")
                .And.Contain("syn-7-002-film.opacity.png");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_patients_beyond_the_24_stories_are_ordinary_people()
    {
        var ordinary = PatientGenerator.Generate(7, 26, Now).Skip(24).ToList();
        ordinary.Should().OnlyContain(p => p.Story == PatientStory.Ordinary && p.Films.Count == 0);
    }

    private static IEnumerable<Resource> Resources(SyntheticPatient patient) =>
        patient.Bundle.Entry.Select(e => e.Resource).OfType<Resource>();
}
