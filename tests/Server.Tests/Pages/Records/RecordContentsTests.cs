using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages.Records;

public sealed class RecordContentsTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Theory]
    [InlineData("en", "Falls in the last year: yes", "reason: Patient declined", "Colon cancer (onset 44 years)")]
    [InlineData("zh-CN", "Falls in the last year：是", "原因：Patient declined", "Colon cancer（发病 44 ")]
    public async Task Messages_answers_consents_and_plans_were_rows_without_their_content(
        string culture,
        string answer,
        string reason,
        string onset
    )
    {
        Resource[] all =
        [
            new Communication
            {
                Id = "message",
                Status = EventStatus.Completed,
                Subject = Whose,
                Payload = [new() { Content = new FhirString("Stop warfarin before the operation") }],
            },
            new QuestionnaireResponse
            {
                Id = "answers",
                Status = QuestionnaireResponse.QuestionnaireResponseStatus.Completed,
                Subject = Whose,
                Item =
                [
                    new()
                    {
                        LinkId = "1",
                        Item =
                        [
                            new()
                            {
                                LinkId = "1.1",
                                Text = "Falls in the last year",
                                Answer = [new() { Value = new FhirBoolean(true) }],
                            },
                        ],
                    },
                ],
            },
            new Media
            {
                Id = "picture",
                Status = EventStatus.Completed,
                Subject = Whose,
                Content = new Attachment { ContentType = "image/png", Title = "Wound of the left heel" },
                Note = [new Annotation { Text = "Day 3" }],
            },
            new Consent
            {
                Id = "consent",
                Status = Consent.ConsentState.Active,
                Patient = Whose,
                Scope = new CodeableConcept("http://terminology.hl7.org/CodeSystem/consentscope", "adr"),
                Category = [new CodeableConcept { Text = "No resuscitation wanted" }],
                PolicyRule = new CodeableConcept { Text = "OPTIN" },
            },
            new CarePlan
            {
                Id = "plan",
                Status = RequestStatus.Active,
                Intent = CarePlan.CarePlanIntent.Plan,
                Subject = Whose,
                Activity =
                [
                    new()
                    {
                        Detail = new()
                        {
                            Status = CarePlan.CarePlanActivityStatus.Scheduled,
                            Description = "Walk thirty minutes a day",
                        },
                    },
                ],
            },
            new Procedure
            {
                Id = "procedure",
                Status = EventStatus.NotDone,
                Subject = Whose,
                Code = new CodeableConcept { Text = "Colonoscopy" },
                StatusReason = new CodeableConcept { Text = "Patient declined" },
            },
            new FamilyMemberHistory
            {
                Id = "father",
                Status = FamilyMemberHistory.FamilyHistoryStatus.Completed,
                Patient = Whose,
                Relationship = new CodeableConcept { Text = "Father" },
                Deceased = new FhirString("at 52"),
                Condition =
                [
                    new()
                    {
                        Code = new CodeableConcept { Text = "Colon cancer" },
                        Onset = new Age
                        {
                            Value = 44,
                            Unit = culture == "en" ? "years" : "岁",
                            Code = "a",
                            System = "http://unitsofmeasure.org",
                        },
                    },
                ],
            },
        ];
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("hospital"),
            [new Write(new Patient { Id = "p", BirthDate = "1951" }), .. all.Select(one => new Write(one))]
        );

        var page = await server.PageAsync($"/patients/p?culture={culture}");

        foreach (
            var (record, content) in new[]
            {
                ("Communication/message", "Stop warfarin before the operation"),
                ("QuestionnaireResponse/answers", answer),
                ("Media/picture", "Wound of the left heel"),
                ("Media/picture", "Day 3"),
                ("Consent/consent", "No resuscitation wanted"),
                ("CarePlan/plan", "Walk thirty minutes a day"),
                ("Procedure/procedure", reason),
                ("FamilyMemberHistory/father", onset),
                ("FamilyMemberHistory/father", "at 52"),
            }
        )
        {
            page.Should().Contain(content, record);
            (await server.PageAsync($"/records/{record}?culture={culture}")).Should().Contain(content, record);
        }
        page.Should().NotContain(">adr<");
    }
}
