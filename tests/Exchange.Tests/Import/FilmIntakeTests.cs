using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Verification;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>A film is in the archive, in the records and on the worklist, or in none of them.</summary>
public sealed class FilmIntakeTests : IAsyncDisposable
{
    private readonly TestHospital _hospital = new();

    public ValueTask DisposeAsync() => _hospital.DisposeAsync();

    [Fact]
    public async Task A_film_that_a_study_named_before_it_came_got_no_row_and_no_task()
    {
        await using var source = new TestHospital();
        var sent = await source.Import("film.dcm", DicomImportTests.Film("seed 1"));
        var patient = source.Store.Read<Patient>(sent.Patients.Single())!;
        var study = source.Store.ByPatient<ImagingStudy>(patient.Id!).Single();
        foreach (var instance in study.Series[0].Instance)
            instance.Extension.Clear();
        await _hospital.Store.CommitAsync(Origin.Program("t"), [new Write(patient), new Write(study)]);

        var report = await _hospital.Import("film.dcm", DicomImportTests.Film("seed 1"));

        report.TasksRequested.Should().Be(1);
        var sop = study.Series[0].Instance[0].Uid!;
        _hospital.Store.PatientOfFilm(sop).Should().Be(patient.Id);
        _hospital
            .Store.Read<ImagingStudy>(study.Id!)!
            .Series.Should()
            .ContainSingle()
            .Which.Instance.Should()
            .ContainSingle();
        var again = await _hospital.Import("film.dcm", DicomImportTests.Film("seed 1"));
        (again.Unchanged, again.TasksRequested).Should().Be((1, 0));
        await _hospital.Store.DisposeAsync();
        TrailVerifier.Verify(_hospital.Folder, AuditOptions.Of(), _hospital.Clock).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_film_whose_study_was_refused_stayed_in_the_archive()
    {
        await using var source = new TestHospital();
        var sent = await source.Import("film.dcm", DicomImportTests.Film("seed 1"));
        var study = source.Store.ByPatient<ImagingStudy>(sent.Patients.Single()).Single();
        (study.Id, study.Subject) = ("x", new ResourceReference("Patient/another"));
        await _hospital.Store.CommitAsync(
            Origin.Program("t"),
            [new Write(new Patient { Id = "another" }), new Write(study)]
        );

        var report = await _hospital.Import("film.dcm", DicomImportTests.Film("seed 1"));

        report.Refused.Should().ContainSingle();
        DicomArchive.FilesIn(_hospital.Folder).Should().BeEmpty();
    }
}
