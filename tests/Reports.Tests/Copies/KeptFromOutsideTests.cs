using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Reports.Copies;
using Xinglin.Reports.Tests.Pades;

namespace Xinglin.Reports.Tests.Copies;

/// <summary>What a program once did to what is kept: it shortened the years of a signed document, and rewrote a sealed chart.</summary>
public sealed class KeptFromOutsideTests
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    [Theory]
    [InlineData("changed")]
    [InlineData("deleted")]
    [InlineData("moved")]
    public async Task A_program_shortened_the_years_of_a_signed_document_by_its_patients_visit(string how)
    {
        await using var ward = await Signed.WardAsync();
        await ward.Store.CommitAsync(
            Origin.Program("his"),
            [
                new Write(Visit("e", "IMP", "p1")),
                new Write(Visit("e2", "AMB", "p1")),
                new Write(new Patient { Id = "p9" }),
            ]
        );
        var id = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        ward.Store.RetainedUntil("DiagnosticReport", id)!.Value.Year.Should().Be(2056);

        await ward.Store.CommitAsync(
            Origin.Program("his"),
            [
                how switch
                {
                    "changed" => new Write(Visit("e", "AMB", "p1")),
                    "deleted" => new Write(Visit("e", "IMP", "p1"), Delete: true),
                    _ => new Write(Visit("e", "IMP", "p9")),
                },
            ]
        );

        ward.Store.RetainedUntil("DiagnosticReport", id)!.Value.Year.Should().Be(2056);
    }

    [Fact]
    public async Task A_visit_that_came_after_the_signature_made_a_patient_of_whom_none_was_known_an_outpatient()
    {
        await using var ward = await Signed.WardAsync();
        var id = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        ward.Clock.Advance(TimeSpan.FromDays(1));

        await ward.Store.CommitAsync(Origin.Program("his"), [new Write(Visit("e", "AMB", "p1"))]);

        ward.Store.RetainedUntil("DiagnosticReport", id)!.Value.Year.Should().Be(2056);
    }

    [Fact]
    public async Task A_program_emptied_and_rewrote_a_sealed_chart()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.Store.CommitAsync(
            Origin.Program("lab"),
            [new Write(Reading("o", "p1")), new Write(new Patient { Id = "p9" }), new Write(Visit("e", "IMP", "p1"))]
        );
        await new ChartSeals(ward.Store, ward.Clock).SealAsync("p1", "dispute", "root");
        ward.Clock.Advance(TimeSpan.FromMinutes(1));

        Resource[] rewritten =
        [
            Reading("o", "p9"),
            Reading("o", "p1", ObservationStatus.EnteredInError),
            Visit("e", "IMP", "p9"),
            new Patient { Id = "p1", BirthDate = "1901-01-01" },
        ];
        foreach (var one in rewritten)
        {
            foreach (
                var origin in new[] { Origin.Program("lab"), Origin.Sender("lin"), Origin.Command("import, root") }
            )
            {
                var write = () => ward.Store.CommitAsync(origin, [new Write(one)]);
                (await write.Should().ThrowAsync<WriteRejectedException>($"{one.TypeName} by {origin.Kind}"))
                    .Which.Reason.En.Should()
                    .Contain("is sealed");
            }
        }
    }

    [Fact]
    public async Task What_came_into_a_sealed_chart_since_may_still_be_corrected()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await new ChartSeals(ward.Store, ward.Clock).SealAsync("p1", "dispute", "root");
        ward.Clock.Advance(TimeSpan.FromMinutes(1));
        await ward.Store.CommitAsync(Origin.Program("lab"), [new Write(Reading("o", "p1"))]);

        await ward.Store.CommitAsync(
            Origin.Program("lab"),
            [new Write(Reading("o", "p1", ObservationStatus.Corrected))]
        );

        ward.Store.Read<Observation>("o")!.Status.Should().Be(ObservationStatus.Corrected);
    }

    private static Observation Reading(string id, string patient, ObservationStatus status = ObservationStatus.Final) =>
        new()
        {
            Id = id,
            Status = status,
            Code = new("http://loinc.org", "8867-4"),
            Subject = new($"Patient/{patient}"),
        };

    private static Encounter Visit(string id, string code, string patient) =>
        new()
        {
            Id = id,
            Status = Encounter.EncounterStatus.Finished,
            Class = new(ActCode, code),
            Subject = new($"Patient/{patient}"),
        };
}
