using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Records.Tasks;

namespace Xinglin.Exchange.Tests.Import;

public sealed class DicomImportTests
{
    [Fact]
    public async Task A_film_becomes_a_patient_a_study_and_a_request_to_read_it_and_its_bytes_are_kept()
    {
        await using var hospital = new TestHospital();
        var bytes = Film("seed 1");
        var report = await hospital.Import("film.dcm", bytes);

        report.Refused.Should().BeEmpty();
        report.TasksRequested.Should().Be(1);
        var patient = hospital.Store.Read<Patient>(report.Patients.Single())!;
        patient.Name.Select(n => n.Text).Should().Equal("王秀英", "Xiuying Wang");
        patient.Identifier.Single().Value.Should().Be("P-1");
        Labels.IsSynthetic(patient).Should().BeTrue("a phantom says so in (0008,001C)");
        var study = hospital.Store.ByPatient<ImagingStudy>(patient.Id!).Single();
        study.Started.Should().Be("2026-05-20T09:30:00+08:00");
        var sop = study.Series.Single().Instance.Single().Uid!;
        using var kept = new MemoryStream();
        using (var stream = hospital.Archive.OpenRead(sop))
        {
            stream.CopyTo(kept);
        }
        kept.ToArray().Should().Equal(bytes);
        var task = hospital.Work.Unfinished().Single();
        TaskQueue.KindOf(task).Should().Be(TaskType.Imaging);
        task.Focus!.Reference.Should().Be("ImagingStudy/" + study.Id);
    }

    [Fact]
    public async Task The_same_film_twice_changes_nothing()
    {
        await using var hospital = new TestHospital();
        await hospital.Import("film.dcm", Film("seed 1"));
        var again = await hospital.Import("copy.dcm", Film("seed 1"));
        again.Refused.Should().BeEmpty();
        (again.Unchanged, again.TasksRequested).Should().Be((1, 0));
    }

    [Fact]
    public async Task Other_bytes_under_a_known_UID_are_refused()
    {
        await using var hospital = new TestHospital();
        await hospital.Import("film.dcm", Film("seed 1"));
        var report = await hospital.Import("film2.dcm", Film("seed 1", grey: 999));
        report.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.DicomConflict);
    }

    [Fact]
    public async Task A_film_cut_off_anywhere_is_refused_and_nothing_is_kept()
    {
        var bytes = Film("seed 1");
        await using var hospital = new TestHospital();
        for (var length = 133; length < bytes.Length; length += 97)
        {
            var report = await hospital.Import("cut.dcm", bytes[..length]);
            report.Accepted.Should().BeEmpty($"cut at {length}");
            report.Refused.Should().ContainSingle($"cut at {length}");
        }
        Directory
            .EnumerateFiles(Path.Combine(hospital.Folder, "dicom"), "*", SearchOption.AllDirectories)
            .Should()
            .BeEmpty();
        var half = await hospital.Import("cut.dcm", bytes[..(bytes.Length / 2)]);
        half.Refused.Single().Place.Should().StartWith("cut.dcm, byte ");
        half.Refused.Single().Remedy.Zh.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Pixels_that_cannot_be_read_are_kept_and_the_chart_says_so()
    {
        var file = DicomFile.Read(new MemoryStream(Film("seed 1")));
        file.DataSet.Set(Tags.BitsAllocated, VR.US, (ushort)7);
        await using var hospital = new TestHospital();
        var report = await hospital.Import("film.dcm", Bytes(file));

        report.Refused.Should().BeEmpty();
        report.Accepted.Single().Became.En.Should().Contain("cannot be read");
        var chart = Records.Charts.Chart.Load(hospital.Store, report.Patients.Single());
        QualityRules.Check(chart).Should().Contain(m => m.Code == QualityCodes.Unreadable);
    }

    [Fact]
    public async Task A_film_goes_to_the_patient_with_its_number_but_not_against_the_date_of_birth()
    {
        await using var hospital = new TestHospital();
        await hospital.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Patient
                    {
                        Id = "known",
                        BirthDate = "1950-07-08",
                        Identifier = [new("urn:h", "P-1")],
                    }
                ),
                new Write(
                    new Patient
                    {
                        Id = "other",
                        BirthDate = "1990-01-01",
                        Identifier = [new("urn:h", "P-2")],
                    }
                ),
            ]
        );
        (await hospital.Import("a.dcm", Film("seed 1"))).Patients.Should().Equal("known");
        var refused = await hospital.Import("b.dcm", Film("seed 2", patient: "P-2"));
        refused.Refused.Should().ContainSingle().Which.Code.Should().Be(RejectionCodes.PatientContradicts);
        hospital.Archive.Held.Waiting().Should().ContainSingle("it is kept until a person has said whose it is");
    }

    [Fact]
    public async Task A_film_without_a_patient_number_is_refused_naming_the_attribute()
    {
        var file = DicomFile.Read(new MemoryStream(Film("seed 1")));
        file.DataSet.Set(Tags.PatientID, VR.LO, "");
        await using var hospital = new TestHospital();
        var report = await hospital.Import("film.dcm", Bytes(file));
        report.Refused.Should().ContainSingle().Which.Reason.En.Should().Contain("(0010,0020)");
    }

    [Fact]
    public async Task Two_films_of_one_study_are_one_study_with_two_instances()
    {
        await using var hospital = new TestHospital();
        var first = DicomFile.Read(new MemoryStream(Film("seed 1")));
        var second = DicomFile.Read(new MemoryStream(Film("seed 2")));
        second.DataSet.Set(Tags.StudyInstanceUID, VR.UI, first.DataSet.GetString(Tags.StudyInstanceUID)!);
        second.DataSet.Set(Tags.SeriesInstanceUID, VR.UI, first.DataSet.GetString(Tags.SeriesInstanceUID)!);

        await Task.WhenAll(hospital.Import("1.dcm", Bytes(first)), hospital.Import("2.dcm", Bytes(second)));

        var patient = hospital.Store.Search(new("Patient", [])).Resources.Single();
        hospital.Store.ByPatient<ImagingStudy>(patient.Id!).Single().NumberOfInstances.Should().Be(2);
        hospital.Work.Unfinished().Should().ContainSingle();
    }

    [Fact]
    public async Task Every_shared_DICOM_file_is_kept_or_refused_with_a_reason()
    {
        var folder = SharedData.Folder("dicom");
        await using var hospital = new TestHospital();
        var files = ImportSource
            .FromPath(folder)
            .Where(s => !s.Name.EndsWith(".csv", StringComparison.Ordinal))
            .ToList();

        var report = await hospital.Importer.ImportAsync(Origin.Command("test"), files);

        report.Refused.Should().OnlyContain(r => r.Reason.En.Length > 5 && r.Remedy.Zh.Length > 5);
        report.Accepted.Count.Should().BeGreaterThan(50);
        var codes = report.Refused.GroupBy(r => r.Code).Select(g => $"{g.Key} {g.Count()}");
        TestContext.Current.TestOutputHelper!.WriteLine($"kept {report.Accepted.Count}; {string.Join(", ", codes)}");
    }

    internal static byte[] Film(string seed, string patient = "P-1", ushort grey = 500)
    {
        var description = new FilmDescription
        {
            PatientId = patient,
            PatientName = new PersonName("Wang^Xiuying", "王^秀英"),
            PatientBirthDate = new DateOnly(1950, 7, 8),
            PatientSex = "F",
            TakenAt = new DateTimeOffset(2026, 5, 20, 9, 30, 0, TimeSpan.FromHours(8)),
            UidSeed = seed,
            MadeBy = "test",
            Spacing = new PixelSpacing(0.2, 0.2),
        };
        var pixels = new ushort[16 * 16];
        Array.Fill(pixels, grey);
        return Bytes(FrameWriter.DigitalRadiograph(description, pixels, 16, 16));
    }

    private static byte[] Bytes(DicomFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }
}
