using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>What the head and the lists of a chart left out.</summary>
public sealed class ContradictionTests
{
    [Fact]
    public async Task No_known_allergy_beside_an_active_allergy_was_nowhere()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("ward"),
            [
                new Write(new Patient { Id = "p" }),
                new Write(Allergy("none", "716186003")),
                new Write(Allergy("nut", "91935009")),
            ]
        );

        foreach (
            var (culture, words) in new[]
            {
                ("en", "contradicted by a record of \"no known allergy\""),
                ("zh-CN", "两者矛盾"),
            }
        )
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            page.Should().Contain("/records/AllergyIntolerance/nut").And.Contain("/records/AllergyIntolerance/none");
            page.Should().Contain(words);
        }
    }

    [Fact]
    public async Task A_dose_in_numbers_was_in_no_list_and_its_frequency_in_no_record()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("ward"),
            [
                new Write(new Patient { Id = "p" }),
                new Write(
                    new MedicationRequest
                    {
                        Id = "m",
                        Status = MedicationRequest.MedicationrequestStatus.Active,
                        Intent = MedicationRequest.MedicationRequestIntent.Order,
                        Subject = new ResourceReference("Patient/p"),
                        Medication = new CodeableConcept { Text = "Insulin" },
                        DosageInstruction =
                        [
                            new Dosage
                            {
                                DoseAndRate = [new() { Dose = new Quantity(8, "U") { Unit = "U" } }],
                                Timing = new Timing
                                {
                                    Repeat = new()
                                    {
                                        Frequency = 3,
                                        Period = 1,
                                        PeriodUnit = Timing.UnitsOfTime.D,
                                    },
                                },
                            },
                        ],
                    }
                ),
            ]
        );

        foreach (var (culture, words) in new[] { ("en", "3 times a day"), ("zh-CN", "每天 3 次") })
        {
            foreach (var address in new[] { "/patients/p", "/records/MedicationRequest/m" })
                (await server.PageAsync($"{address}?culture={culture}")).Should().Contain("8 U").And.Contain(words);
        }
    }

    private static AllergyIntolerance Allergy(string id, string code) =>
        new()
        {
            Id = id,
            Patient = new ResourceReference("Patient/p"),
            Code = new CodeableConcept("http://snomed.info/sct", code),
            ClinicalStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                "active"
            ),
        };
}
