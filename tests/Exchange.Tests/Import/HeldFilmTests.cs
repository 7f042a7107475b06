using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Films;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Two people with one Patient ID are not made one: a film that contradicts the chart waits for a person.</summary>
public sealed class HeldFilmTests
{
    [Theory]
    [InlineData("Li^Si=李^四", "F", "19500708", FilmIdentity.Name)]
    [InlineData("Wang^Xiuying=王^秀英", "M", "19500708", FilmIdentity.Sex)]
    [InlineData("Wang^Xiuying=王^秀英", "F", "19900101", FilmIdentity.BirthDate)]
    public async Task Two_people_with_one_number_were_made_one(string name, string sex, string born, string differs)
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));
        var patient = hospital.Store.Search(new("Patient", [])).Resources.Single().Id;

        var report = await hospital.Import("b.dcm", Other("seed 2", name, sex, born));

        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.PatientContradicts);
        var held = hospital.Archive.Held.Waiting().Should().ContainSingle().Subject;
        held.Received.BirthDate!.Replace("-", "").Should().Be(born);
        held.Candidates.Should().ContainSingle().Which.PatientId.Should().Be(patient);
        held.Candidates[0].Differs.Should().Equal(differs);
        hospital.Store.ByPatient<ImagingStudy>(patient!).Should().ContainSingle("it is filed under nobody");
        hospital.Work.Unfinished().Should().ContainSingle("nothing is read of it");
        hospital.Archive.Contains(SopOf(Other("seed 2", name, sex, born))).Should().BeFalse();
    }

    [Theory]
    [InlineData("WANG^XIUYING")]
    [InlineData("Xiuying^Wang")]
    [InlineData("Wang^Xiu Ying=王^秀英")]
    [InlineData("=王秀英")]
    [InlineData("")]
    public async Task The_same_name_written_otherwise_is_no_other_person(string name)
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));

        var report = await hospital.Import("b.dcm", Other("seed 2", name, "F", "19500708"));

        report.Refused.Should().BeEmpty();
        hospital.Archive.Held.All().Should().BeEmpty();
    }

    [Fact]
    public async Task A_held_film_waits_through_a_restart_and_is_held_once()
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));
        var other = Other("seed 2", "Li^Si", "M", "19800101");
        await hospital.Import("b.dcm", other);
        await hospital.Import("again.dcm", other);

        var later = DicomArchive.Open(hospital.Folder).Held;

        var held = later.Waiting().Should().ContainSingle().Subject;
        held.Place.Should().Be("b.dcm");
        later.Read(held).Should().Equal(other);
        File.WriteAllBytes(Path.Combine(hospital.Folder, "held", held.Id + ".bin"), [1, 2, 3]);
        FluentActions.Invoking(() => later.Read(held)).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public async Task Another_person_becomes_a_patient_of_their_own_and_their_next_film_finds_them()
    {
        await using var hospital = new TestHospital();
        await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));
        var other = Other("seed 2", "Li^Si", "M", "19800101");
        await hospital.Import("b.dcm", other);

        var report = await hospital.Importer.ImportAsync(
            Origin.Person("p"),
            [new ImportSource("b.dcm", () => new MemoryStream(other))],
            identity: new IdentityDecision.Another()
        );
        report.Refused.Should().BeEmpty();
        hospital.Store.Search(new("Patient", [])).Total.Should().Be(2);

        (await hospital.Import("c.dcm", Other("seed 3", "LI^SI", "M", "19800101")))
            .Patients.Should()
            .Equal(report.Patients);
        (await hospital.Import("d.dcm", DicomImportTests.Film("seed 4"))).Patients.Should().NotEqual(report.Patients);
    }

    [Fact]
    public async Task The_same_person_is_not_asked_for_again_after_the_decision()
    {
        await using var hospital = new TestHospital();
        var first = await hospital.Import("a.dcm", DicomImportTests.Film("seed 1"));
        var misspelt = Other("seed 2", "Wang^Xiuyin", "F", "19500708");
        await hospital.Import("b.dcm", misspelt);
        var held = hospital.Archive.Held.Waiting().Single();

        var report = await hospital.Importer.ImportAsync(
            Origin.Person("p"),
            [new ImportSource("b.dcm", () => new MemoryStream(hospital.Archive.Held.Read(held)))],
            identity: new IdentityDecision.Same(first.Patients.Single())
        );
        hospital.Archive.Held.Decide(
            held,
            new(true, first.Patients[0], false, "p", hospital.Clock.GetUtcNow(), "misspelt")
        );

        report.Refused.Should().BeEmpty();
        report.Patients.Should().Equal(first.Patients);
        hospital.Archive.Held.Waiting().Should().BeEmpty();
        var next = await hospital.Import("c.dcm", Other("seed 3", "Wang^Xiuyin", "F", "19500708"));
        next.Refused.Should().BeEmpty();
        next.Patients.Should().Equal(first.Patients);
    }

    private static byte[] Other(string seed, string name, string sex, string born)
    {
        var file = DicomFile.Read(new MemoryStream(DicomImportTests.Film(seed)));
        file.DataSet.Set(Tags.PatientName, VR.PN, name);
        file.DataSet.Set(Tags.PatientSex, VR.CS, sex);
        file.DataSet.Set(Tags.PatientBirthDate, VR.DA, born);
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static string SopOf(byte[] film) =>
        DicomFile.Read(new MemoryStream(film)).DataSet.GetString(Tags.SOPInstanceUID)!;
}
