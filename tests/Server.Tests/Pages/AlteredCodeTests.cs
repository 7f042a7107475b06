using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

/// <summary>One altered letter of a code, in a text that is JSON all the same, is damage in its place.</summary>
public sealed class AlteredCodeTests
{
    private const string When = "2026-05-01T08:00:00+08:00";
    private static readonly ResourceReference Who = new("Patient/p");

    public static TheoryData<string> Types =>
        [
            "Observation",
            "Condition",
            "MedicationStatement",
            "MedicationRequest",
            "AllergyIntolerance",
            "Encounter",
            "Procedure",
            "ImagingStudy",
            "DiagnosticReport",
            "DocumentReference",
            "Flag",
            "Task",
            "Immunization",
        ];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task One_altered_letter_of_a_code_closed_the_chart_the_search_and_the_worklist(string type)
    {
        await using var server = await RunningServer.StartAsync();
        var patient = new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] };
        var record = Made(type);
        await server.Store.CommitAsync(Origin.Program("laboratory"), [new Write(patient), new Write(record)]);
        var stored = FhirText.ToJson(server.Store.Read(type, "r")!);
        var altered = Regex.Replace(stored, "(\"(?:status|category)\":\\[?\")(\\w)", "$1#");
        altered.Should().NotBe(stored);
        server.Damage(type, "r", altered);

        foreach (var language in new[] { "zh-CN", "en" })
        {
            foreach (
                var address in new[]
                {
                    "/",
                    "/?tab=doubts",
                    "/?tab=failed",
                    "/search?q=王",
                    "/patients/p",
                    $"/records/{type}/r",
                }
            )
            {
                await server.PageAsync(address + (address.Contains('?') ? "&" : "?") + "culture=" + language);
            }
        }

        (await server.PageAsync("/patients/p?culture=en")).Should().ContainEquivalentOf("damaged");
        Damage.IsDamaged(server.Store.Read(type, "r")!).Should().BeTrue();
    }

    private static Resource Made(string type)
    {
        var code = new CodeableConcept("http://loinc.org", "2160-0", "Creatinine");
        Resource made = type switch
        {
            "Observation" => new Observation
            {
                Status = ObservationStatus.Final,
                Code = code,
                Subject = Who,
                Effective = new FhirDateTime(When),
                Value = new Quantity(88, "umol/L"),
            },
            "Condition" => new Condition
            {
                Subject = Who,
                Code = code,

                Text = new Narrative { Status = Narrative.NarrativeStatus.Generated, Div = Div },
            },
            "MedicationStatement" => new MedicationStatement
            {
                Status = MedicationStatement.MedicationStatusCodes.Active,
                Subject = Who,
                Medication = code,
            },
            "MedicationRequest" => new MedicationRequest
            {
                Status = MedicationRequest.MedicationrequestStatus.Active,
                Intent = MedicationRequest.MedicationRequestIntent.Order,
                Subject = Who,
                Medication = code,
            },
            "AllergyIntolerance" => new AllergyIntolerance
            {
                Patient = Who,
                Code = code,
                Category = [AllergyIntolerance.AllergyIntoleranceCategory.Food],
            },
            "Encounter" => new Encounter
            {
                Status = Encounter.EncounterStatus.Finished,
                Class = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB"),
                Subject = Who,
            },
            "Procedure" => new Procedure
            {
                Status = EventStatus.Completed,
                Subject = Who,
                Code = code,
            },
            "ImagingStudy" => new ImagingStudy { Status = ImagingStudy.ImagingStudyStatus.Available, Subject = Who },
            "DiagnosticReport" => new DiagnosticReport
            {
                Status = DiagnosticReport.DiagnosticReportStatus.Final,
                Subject = Who,
                Code = code,
            },
            "DocumentReference" => new DocumentReference
            {
                Status = DocumentReferenceStatus.Current,
                Subject = Who,
                Content =
                [
                    new()
                    {
                        Attachment = new Attachment { Title = "x", Url = "Binary/none" },
                    },
                ],
            },
            "Flag" => new Flag
            {
                Status = Flag.FlagStatus.Active,
                Subject = Who,
                Code = code,
            },
            "Task" => new Hl7.Fhir.Model.Task
            {
                Status = Hl7.Fhir.Model.Task.TaskStatus.Requested,
                Intent = Hl7.Fhir.Model.Task.TaskIntent.Order,
                For = Who,
            },
            "Immunization" => new Immunization
            {
                Status = Immunization.ImmunizationStatusCodes.Completed,
                Patient = Who,
                VaccineCode = code,
                Occurrence = new FhirDateTime(When),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        made.Id = "r";
        return made;
    }

    private const string Div = """<div xmlns="http://www.w3.org/1999/xhtml">x</div>""";
}
