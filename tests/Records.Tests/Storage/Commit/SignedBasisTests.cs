using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tests.Fhir;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>What a signed report is about stays what it was when it was signed, whatever the steps.</summary>
public sealed class SignedBasisTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await StoreAsync(Person("Wang", "1951-02-03", "n|1"));
        await StoreAsync(Person("Li", "1960-01-01", "n|9", "p2"));
        await StoreAsync(Study("s1", "p1", "1.2.3", "1.2.4"));
        _server.Temporary.Clock.Advance(Hour);
        await _server.Store.CommitAsync(
            Origin.Person("lin"),
            [
                new Write(
                    new DiagnosticReport
                    {
                        Id = "r1",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Code = new CodeableConcept { Text = "x" },
                        Subject = new ResourceReference("Patient/p1"),
                        ImagingStudy = [new ResourceReference("ImagingStudy/s1")],
                        Meta = new() { Security = [new(CodeSystems.ObservationValue, "AIAST")] },
                    }
                ),
            ]
        );
        _server.Temporary.Clock.Advance(Hour);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_patient_was_exchanged_in_two_steps()
    {
        await PutAsync(Person("Wang", "1951-02-03", "n|1 evil|2"), 200);
        _server.Temporary.Clock.Advance(Hour);
        await PutAsync(Person("Else", "1931-01-01", "evil|2"), 409);
        await PutAsync(Person("Else", "1931-01-01", "evil|2 evil|3"), 409);
        await PutAsync(Person("Wang", "1951-02-03", "n|1 other|5"), 200);
    }

    [Fact]
    public async Task An_empty_number_made_two_patients_one()
    {
        var empty = Person("Wang", "1951-02-03", "n|1");
        empty.Identifier.Add(new Identifier { System = "urn:a", Use = Identifier.IdentifierUse.Old });
        await PutAsync(empty, 200);
        var another = Person("Else", "1931-01-01", "evil|2");
        another.Identifier.Add(new Identifier { System = "urn:a", Use = Identifier.IdentifierUse.Old });
        await PutAsync(another, 409);
    }

    [Fact]
    public async Task A_number_kept_as_an_old_one_made_another_person_of_the_patient()
    {
        foreach (var use in new[] { true, false })
        {
            var another = Person("Wang", "1951-02-03", "n|1 evil|2");
            if (use)
                another.Identifier[0].Use = Identifier.IdentifierUse.Old;
            else
                another.Identifier[0].Period = new Period { End = "2020-01-01" };
            await PutAsync(another, 409);
        }
    }

    [Fact]
    public async Task Name_birth_date_and_sex_were_exchanged_under_one_kept_number()
    {
        Patient Sexed(string name, string birth, AdministrativeGender sex, string numbers = "n|7")
        {
            var person = Person(name, birth, numbers, "p3");
            person.Gender = sex;
            return person;
        }
        await StoreAsync(Sexed("Wang", "1951-02-03", AdministrativeGender.Female));
        await _server.Store.CommitAsync(
            Origin.Person("lin"),
            [
                new Write(
                    new DiagnosticReport
                    {
                        Id = "r3",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Code = new CodeableConcept { Text = "x" },
                        Subject = new ResourceReference("Patient/p3"),
                        Meta = new() { Security = [new(CodeSystems.ObservationValue, "AIAST")] },
                    }
                ),
            ]
        );
        _server.Temporary.Clock.Advance(Hour);

        await PutAsync(Sexed("Else", "1931-01-01", AdministrativeGender.Male), 409);
        await PutAsync(Sexed("Else", "1931-01-01", AdministrativeGender.Male, "n|7 evil|2"), 409);
        await PutAsync(Sexed("Wong", "1951-03-02", AdministrativeGender.Female), 200);
        await PutAsync(Sexed("Wang", "1931-01-01", AdministrativeGender.Male), 200);
    }

    [Fact]
    public async Task A_patient_signed_for_under_a_second_number_keeps_both_persons_apart()
    {
        await PutAsync(Person("Wang", "1951-02-03", "n|1 m|2"), 200);
        _server.Temporary.Clock.Advance(Hour);
        await _server.Store.CommitAsync(Origin.Person("lin"), [new Write(_server.Store.Read<DiagnosticReport>("r1")!)]);
        _server.Temporary.Clock.Advance(Hour);

        await PutAsync(Person("Wang", "1951-02-03", "m|2"), 409);
        await PutAsync(Person("Wong", "1951-02-03", "n|1"), 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3 1.2.5")]
    [InlineData("1.2.5 1.2.6")]
    public async Task The_study_under_a_signed_report_was_emptied(string instances)
    {
        await PutAsync(Study("s1", "p1", instances.Split(' ', StringSplitOptions.RemoveEmptyEntries)), 409);
        var wrong = Study("s1", "p1", "1.2.4", "1.2.3");
        wrong.Status = ImagingStudy.ImagingStudyStatus.EnteredInError;
        await PutAsync(wrong, 200);
    }

    [Fact]
    public async Task A_film_in_the_archive_was_taken_out_of_its_study()
    {
        await StoreAsync(Study("s2", "p1", "1.2.7", "1.2.8"));
        using (var archived = new MemoryStream([1, 2, 3]))
            DicomArchive.Open(_server.Temporary.Folder).Store("1.2.7", archived);

        await PutAsync(Study("s2", "p1", "1.2.8"), 409);
        await PutAsync(Study("s2", "p1", "1.2.7"), 200);
    }

    [Fact]
    public async Task An_invented_instance_was_put_in_front_of_the_film_of_a_signed_report()
    {
        await PutAsync(Study("s1", "p1", "1.2.5", "1.2.3", "1.2.4"), 409);
        var series = Study("s1", "p1", "1.2.5").Series;
        var front = Study("s1", "p1", "1.2.3", "1.2.4");
        front.Series.InsertRange(0, series);
        await PutAsync(front, 409);
        await PutAsync(Study("s1", "p1", "1.2.3", "1.2.4"), 200);
    }

    [Fact]
    public async Task An_instance_invented_after_the_signature_could_not_be_taken_out_again()
    {
        // As stores of before took it.
        await _server.Store.CommitAsync(Origin.Product, [new Write(Study("s1", "p1", "1.2.5", "1.2.3", "1.2.4"))]);
        _server.Temporary.MadeOutside("ImagingStudy", "s1");

        await PutAsync(Study("s1", "p1", "1.2.5"), 409);
        await PutAsync(Study("s1", "p1", "1.2.3", "1.2.4"), 200);
        await PutAsync(Study("s1", "p1", "1.2.5", "1.2.3", "1.2.4"), 409);
    }

    [Fact]
    public async Task An_invented_instance_was_put_into_a_study_with_archived_films()
    {
        await StoreAsync(Study("s2", "p1", "1.2.7", "1.2.8"));
        await ArchiveAsync("s2", "1.2.7", "1.2.8");
        await PutAsync(Study("s2", "p1", "1.2.77", "1.2.7", "1.2.8"), 409);
        await PutAsync(Study("s2", "p1", "1.2.7"), 200);
        await PutAsync(Study("s2", "p1", "1.2.7", "1.2.8"), 200);

        (await _server.Client.DeleteAsync("/fhir/ImagingStudy/s2")).EnsureSuccessStatusCode();
        await PutAsync(Study("s2", "p1", "1.2.77", "1.2.7"), 409);
        await PutAsync(Study("s2", "p1", "1.2.7"), 201);
    }

    [Fact]
    public async Task A_film_changed_patient_by_deleting_its_study_and_by_another_subject()
    {
        await StoreAsync(Study("s2", "p1", "1.2.7"));
        await ArchiveAsync("s2", "1.2.7", "1.2.7");

        await PutAsync(Study("s2", "p2", "1.2.7"), 409);
        (await _server.Client.DeleteAsync("/fhir/ImagingStudy/s2")).EnsureSuccessStatusCode();
        await PutAsync(Study("s2", "p2", "1.2.7"), 409);
        await PutAsync(Study("s9", "p2", "1.2.7"), 409);
        using (var created = await _server.SendAsync("POST", "/fhir/ImagingStudy", Study("s9", "p2", "1.2.7")))
            ((int)created.StatusCode).Should().Be(409);
        await PutAsync(Study("s9", "p1", "1.2.7"), 201);
        var corrected = Study("s2", "p2", "1.2.7");
        await _server.Store.CommitAsync(Origin.Product, [new Write(corrected)]);
    }

    [Fact]
    public async Task A_film_from_before_its_patient_was_noted_changed_patient_with_its_study()
    {
        await StoreAsync(Study("s2", "p1", "1.2.7"));
        using (var archived = new MemoryStream([1, 2, 3]))
            DicomArchive.Open(_server.Temporary.Folder).Store("1.2.7", archived);

        await PutAsync(Study("s2", "p2", "1.2.7"), 409);
    }

    [Fact]
    public async Task Another_patients_study_claimed_the_films_of_a_signed_report()
    {
        await PutAsync(Study("a1", "p2", "1.2.9", "1.2.4"), 409);
        var nobodys = Study("a2", "p2", "1.2.4");
        nobodys.Subject = new ResourceReference { Display = "somebody" };
        await PutAsync(nobodys, 409);
        await PutAsync(Study("a3", "p1", "1.2.4"), 201);
        await PutAsync(Study("a4", "p2", "1.2.9"), 201);
        await PutAsync(Study("a5", "p1", "1.2.9"), 409);
        var both = new Bundle
        {
            Type = Bundle.BundleType.Transaction,
            Entry =
            [
                .. new[] { Study("b1", "p1", "1.2.10"), Study("b2", "p2", "1.2.10") }.Select(
                    study => new Bundle.EntryComponent
                    {
                        Resource = study,
                        Request = new() { Method = Bundle.HTTPVerb.PUT, Url = "ImagingStudy/" + study.Id },
                    }
                ),
            ],
        };
        using var together = await _server.SendAsync("POST", "/fhir", both);
        ((int)together.StatusCode).Should().Be(409);
    }

    /// <summary>A film comes in as DICOM does: into the archive and, in one transaction, its study and its row.</summary>
    private async Task ArchiveAsync(string study, string sop, params string[] instances)
    {
        var archive = DicomArchive.Open(_server.Temporary.Folder);
        using (var archived = new MemoryStream([1, 2, 3]))
            archive.Store(sop, archived);
        await _server.Store.CommitAsync(
            Origin.Command("test"),
            [
                new Write(Study(study, "p1", [sop, .. instances.Where(one => one != sop)]))
                {
                    Archived = new(sop, "p1", archive.HashOf(sop)),
                },
            ]
        );
    }

    private Task StoreAsync(Resource resource) =>
        _server.Store.CommitAsync(Origin.Command("test"), [new Write(resource)]);

    private async Task PutAsync(Resource resource, int status)
    {
        using var answer = await _server.SendAsync("PUT", $"/fhir/{resource.TypeName}/{resource.Id}", resource);
        ((int)answer.StatusCode).Should().Be(status, await answer.Content.ReadAsStringAsync());
    }

    private static Patient Person(string name, string birth, string numbers, string id = "p1") =>
        new()
        {
            Id = id,
            Identifier = [.. numbers.Split(' ').Select(n => new Identifier("urn:" + n.Split('|')[0], n.Split('|')[1]))],
            Name = [new() { Family = name }],
            BirthDate = birth,
        };

    private static ImagingStudy Study(string id, string patient, params string[] instances) =>
        new()
        {
            Id = id,
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference("Patient/" + patient),
            Series =
                instances.Length == 0
                    ? []
                    :
                    [
                        new()
                        {
                            Uid = "1.2.1",
                            Modality = new Coding(CodeSystems.DicomModality, "CR"),
                            Instance =
                            [
                                .. instances.Select(uid => new ImagingStudy.InstanceComponent
                                {
                                    Uid = uid,
                                    SopClass = new Coding(CodeSystems.Uri, "urn:oid:1.2.840.10008.5.1.4.1.1.1"),
                                }),
                            ],
                        },
                    ],
        };
}
