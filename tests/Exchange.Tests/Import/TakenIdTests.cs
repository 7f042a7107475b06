using Hl7.Fhir.Model;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>The id that follows from a patient's number may be somebody else's: the number decides, never the id.</summary>
public sealed class TakenIdTests
{
    [Fact]
    public async Task A_film_went_into_the_chart_of_whoever_had_the_id_that_follows_from_its_number()
    {
        await using var hospital = new TestHospital();
        var planted = Somebody(DicomIds.Patient("", "P-1"), "ZB99");
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(planted)]);

        var report = await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));

        report.Refused.Should().BeEmpty();
        hospital.Store.ByPatient<ImagingStudy>(planted.Id!).Should().BeEmpty("it names another person");
        var own = hospital.Store.Read<Patient>(report.Patients.Should().ContainSingle().Subject)!;
        own.Id.Should().NotBe(planted.Id);
        own.Identifier.Single().Value.Should().Be("P-1");
        hospital.Store.Read<Patient>(planted.Id!)!.Name.Single().Text.Should().Be("Planted Person");
    }

    [Fact]
    public async Task The_next_film_of_the_number_finds_the_patient_that_was_made_beside_the_taken_id()
    {
        await using var hospital = new TestHospital();
        await hospital.Store.CommitAsync(
            Origin.Program("t"),
            [new Write(Somebody(DicomIds.Patient("", "P-1"), "ZB99"))]
        );
        var first = await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));

        var second = await hospital.Import("b.dcm", DicomImportTests.Film("seed 2"));

        second.Patients.Should().Equal(first.Patients);
    }

    [Fact]
    public async Task A_patient_whose_number_was_changed_got_the_films_of_the_old_number()
    {
        await using var hospital = new TestHospital();
        var first = await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));
        var id = first.Patients.Single();
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(Labels.MarkSynthetic(Somebody(id, "ZB99")))]);

        var second = await hospital.Import("b.dcm", DicomImportTests.Film("seed 2"));

        second.Patients.Should().ContainSingle().Which.Should().NotBe(id);
        hospital.Store.ByPatient<ImagingStudy>(id).Should().ContainSingle("only what came before");
    }

    [Fact]
    public async Task A_table_that_may_make_patients_takes_nobody_for_one_by_the_id_alone()
    {
        await using var hospital = new TestHospital(new ImportOptions { NewPatients = true });
        const string Row = "patient,time,code,value,unit\n床 12,2026-05-30,weight,70,kg\n";
        await hospital.Import("a.csv", Row);
        var made = hospital.Store.Search(new("Patient", [])).Resources.Single();
        await hospital.Store.CommitAsync(Origin.Program("t"), [new Write(Somebody(made.Id!, "ZB99"))]);

        var report = await hospital.Import("b.csv", Row.Replace("70", "71", StringComparison.Ordinal));

        report.Refused.Should().BeEmpty();
        report.Patients.Should().ContainSingle().Which.Should().NotBe(made.Id);
    }

    private static Patient Somebody(string id, string number) =>
        new()
        {
            Id = id,
            Name = [new HumanName { Text = "Planted Person" }],
            Gender = AdministrativeGender.Male,
            BirthDate = "1999-09-09",
            Identifier = [new("urn:evil", number)],
        };
}
