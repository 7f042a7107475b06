using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Records;

/// <summary>The page of a record tells what a reader would ask next: until when, by whom, how much, of which kind.</summary>
public sealed class LeftOutTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Fact]
    public async Task Ends_performers_classes_doses_and_titres_were_left_out()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("hospital"),
            [
                new Write(new Patient { Id = "p" }),
                new Write(
                    new Observation
                    {
                        Id = "titre",
                        Status = ObservationStatus.Final,
                        Subject = Whose,
                        Code = new CodeableConcept { Text = "Antibody" },
                        Effective = new Period { Start = "2026-03", End = "2026-04-02" },
                        Value = new Ratio(new Quantity { Value = 1 }, new Quantity { Value = 128 }),
                        Performer = [new ResourceReference("Organization/none")],
                    }
                ),
                new Write(
                    new Encounter
                    {
                        Id = "stay",
                        Status = Encounter.EncounterStatus.Finished,
                        Subject = Whose,
                        Class = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP"),
                        Period = new Period { Start = "2026-01-02", End = "2026-01-09" },
                    }
                ),
                new Write(
                    new MedicationRequest
                    {
                        Id = "order",
                        Status = MedicationRequest.MedicationrequestStatus.Active,
                        Intent = MedicationRequest.MedicationRequestIntent.Order,
                        Subject = Whose,
                        Medication = new CodeableConcept { Text = "Amlodipine" },
                        DosageInstruction = [new Dosage { DoseAndRate = [new() { Dose = new Quantity(5, "mg") }] }],
                    }
                ),
            ]
        );

        var titre = await server.PageAsync("/records/Observation/titre?culture=en");
        titre.Should().Contain("1:128").And.Contain("2026-03 – 2026-04-02");
        titre.Should().MatchRegex("Organization/none</bdi>[^<]*<span class=\"chip warn\">.*?missing");
        titre.Should().Contain("<title>Observation ").And.NotContain("Other observations");
        var stay = await server.PageAsync("/records/Encounter/stay?culture=zh-CN");
        stay.Should().Contain("住院").And.Contain("2026-01-02 – 2026-01-09");
        (await server.PageAsync("/records/MedicationRequest/order?culture=en")).Should().Contain("dose 5 mg");
    }

    [Fact]
    public async Task A_record_of_nobody_did_not_say_so_on_its_own_page()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("hospital"),
            [
                new Write(
                    new Observation
                    {
                        Id = "orphan",
                        Status = ObservationStatus.Final,
                        Code = new CodeableConcept { Text = "Orphan potassium" },
                        Value = new Quantity(5, "mmol/L"),
                        Subject = new ResourceReference("Group/77"),
                    }
                ),
            ]
        );

        (await server.PageAsync("/records/Observation/orphan?culture=en"))
            .Should()
            .Contain("belongs to nobody here")
            .And.Contain("Group/77");
        (await server.PageAsync("/records/Observation/orphan?culture=zh-CN"))
            .Should()
            .Contain("不属于本系统的任何患者");
    }
}
