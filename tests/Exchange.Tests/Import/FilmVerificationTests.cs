using Hl7.Fhir.Model;
using Microsoft.Data.Sqlite;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Verification;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Films lie in files next to the records: what is done to them is found as well.</summary>
public sealed class FilmVerificationTests : IAsyncDisposable
{
    private readonly TestHospital _hospital = new();

    public ValueTask DisposeAsync() => _hospital.DisposeAsync();

    [Fact]
    public async Task A_film_whose_bytes_were_changed_is_found()
    {
        var path = await ImportAsync();
        Verify().Problems.Should().BeEmpty();
        Verify().Films.Should().Be(1);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Says().Should().Equal("The archived film was changed.");
        var without = TrailVerifier.Verify(_hospital.Folder, AuditOptions.Of(), _hospital.Clock, [], false, null);
        without.Problems.Should().BeEmpty();
        without.Notes.Should().ContainMatch("The archived films were not read (--no-files)*");
    }

    [Fact]
    public async Task A_film_that_is_gone_and_one_that_was_put_in_are_found()
    {
        var path = await ImportAsync();
        var other = Path.Combine(Path.GetDirectoryName(path)!, "other.dcm");
        File.Move(path, other);
        File.SetLastWriteTimeUtc(other, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Says()
            .Should()
            .BeEquivalentTo(
                "The archived film is gone.",
                "No import says where it is from: import that film again, or take the file out."
            );
    }

    [Fact]
    public async Task A_file_that_no_import_names_so_was_passed_over_while_it_was_fresh()
    {
        var path = await ImportAsync();
        File.Copy(path, Path.ChangeExtension(path, null) + "copy.dcm");
        File.WriteAllText(Path.Combine(_hospital.Folder, "dicom", "ab.txt"), "note");

        Verify()
            .Problems.Select(problem => problem.Place)
            .Should()
            .HaveCount(2)
            .And.Contain("ab.txt")
            .And.ContainMatch("*copy.dcm");
    }

    [Theory]
    [InlineData("nowhere.dcm")]
    [InlineData("")]
    public async Task A_film_that_had_become_a_link_to_nothing_ended_its_check(string target)
    {
        var path = await ImportAsync();
        File.Delete(path);
        File.CreateSymbolicLink(path, target.Length == 0 ? path : target);

        Says().Should().Equal("The archived film is gone.");
    }

    [Fact]
    public async Task A_second_file_of_the_same_name_ended_the_verification()
    {
        var path = await ImportAsync();
        var other = Path.Combine(_hospital.Folder, "dicom", "zz", Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.Copy(path, other);

        Says().Should().Equal("There is another file of this name: this one was put in.");
        File.Delete(path);
        Says().Should().HaveCount(2).And.Contain("The archived film is gone.");
    }

    [Fact]
    public async Task A_film_that_cannot_be_read_kept_the_other_checks_from_being_made()
    {
        var path = await ImportAsync();
        File.Delete(path);
        File.CreateSymbolicLink(path, "/nowhere/at/all");
        Execute("DELETE FROM search");

        var problems = Verify().Problems;
        problems.Should().Contain(problem => problem.Kind == "films").And.Contain(problem => problem.Kind == "index");
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-90, false)]
    [InlineData(60 * 24 * 365, false)]
    public async Task A_film_with_a_time_in_the_future_was_just_coming_in_for_ever(int minutes, bool isFresh)
    {
        var path = await ImportAsync();
        var other = Path.Combine(Path.GetDirectoryName(path)!, new string('a', 64) + ".dcm");
        File.Copy(path, other);
        File.SetLastWriteTimeUtc(other, _hospital.Clock.GetUtcNow().AddMinutes(minutes).UtcDateTime);

        Says().Any().Should().Be(!isFresh);
        Verify().Notes.Any(note => note.Contains("just coming in")).Should().Be(isFresh);
    }

    [Theory]
    [InlineData("UPDATE instance SET patient='another'")]
    [InlineData("UPDATE instance SET hash=zeroblob(32)")]
    [InlineData("DELETE FROM instance")]
    public async Task What_the_records_know_of_a_film_cannot_be_changed_unseen(string change)
    {
        await ImportAsync();
        Execute(change);

        Verify().Problems.Should().Contain(problem => problem.Kind == "films");
    }

    [Fact]
    public async Task A_film_stays_its_patients_though_a_study_of_another_names_it()
    {
        await ImportAsync();
        await using var store = FhirStore.Open(_hospital.Folder, _hospital.Clock);
        var study = (ImagingStudy)store.Search(new("ImagingStudy", [], 1)).Resources[0];
        var (sop, patient) = (study.Series[0].Instance[0].Uid!, study.Subject.Reference);
        study.Subject = new ResourceReference("Patient/another");

        var claim = () =>
            store.CommitAsync(
                Origin.Program("t"),
                [
                    new Write(new Patient { Id = "another" }),
                    new Write(
                        new ImagingStudy
                        {
                            Id = "x",
                            Subject = study.Subject,
                            Status = study.Status,
                            Series = study.Series,
                        }
                    ),
                ]
            );

        await claim.Should().ThrowAsync<WriteRejectedException>();
        store.PatientOfFilm(sop).Should().Be(patient!["Patient/".Length..]);
    }

    [Fact]
    public async Task Films_from_before_their_bytes_were_recorded_are_counted_and_said_not_to_be_proven()
    {
        var path = await ImportAsync();
        Execute("DELETE FROM instance; DROP TABLE instance; PRAGMA user_version=3");
        await FhirStore.Open(_hospital.Folder, _hospital.Clock).DisposeAsync();

        var report = Verify();
        report.Notes.Should().ContainMatch("1 archived films are from before*");
        // The entry of the import is there; a store of that time had none.
        report
            .Problems.Select(problem => problem.Says)
            .Should()
            .OnlyContain(says => says.Contains("entry tells of") || says.Contains("second time"));
        File.Delete(path);

        Verify().Problems.Should().Contain(problem => problem.Place.StartsWith("films from before"));
    }

    private async Task<string> ImportAsync()
    {
        var report = await _hospital.Import("film.dcm", DicomImportTests.Film("seed 1"));
        report.Refused.Should().BeEmpty();
        await _hospital.Store.DisposeAsync();
        return DicomArchive.FilesIn(_hospital.Folder).Single();
    }

    private TrailReport Verify() => TrailVerifier.Verify(_hospital.Folder, AuditOptions.Of(), _hospital.Clock);

    private IEnumerable<string> Says() =>
        Verify().Problems.Where(problem => problem.Kind == "films").Select(problem => problem.Says);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_hospital.Folder}/records.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
