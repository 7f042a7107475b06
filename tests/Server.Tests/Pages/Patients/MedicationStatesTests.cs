using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Facts;
using Xinglin.Server.Tests.Running;
using Intent = Hl7.Fhir.Model.MedicationRequest.MedicationRequestIntent;
using Status = Hl7.Fhir.Model.MedicationRequest.MedicationrequestStatus;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>What a record says of itself decides how the chart shows it: a prohibition is no medicine, a refuted diagnosis none.</summary>
public sealed class MedicationStatesTests : IAsyncLifetime
{
    private static readonly ResourceReference Whose = new("Patient/p");

    private static readonly Resource[] Sent =
    [
        new Patient { Id = "p", BirthDate = "1951-02-03" },
        Order("taken", Status.Active, Intent.Order),
        Order("banned", Status.Active, Intent.Order, banned: true),
        Order("unbanned", Status.Cancelled, Intent.Order, banned: true),
        Order("proposed", Status.Active, Intent.Proposal),
        Order("planned", Status.Active, Intent.Plan),
        Order("option", Status.Draft, Intent.Option),
        Order("drafted", Status.Draft, Intent.Order),
        Order("held", Status.OnHold, Intent.Order),
        Order("called-off", Status.Cancelled, Intent.Order),
        Order("mistaken", Status.EnteredInError, Intent.Order),
        Order("unsaid", Status.Unknown, Intent.Order),
        Said("not-taken", MedicationStatement.MedicationStatusCodes.NotTaken),
        Said("intended", MedicationStatement.MedicationStatusCodes.Intended),
        Said("swallowed", MedicationStatement.MedicationStatusCodes.Active),
        Problem("sure", "confirmed"),
        Problem("refuted", "refuted"),
        Problem("unconfirmed", "unconfirmed"),
        Problem("provisional", "provisional"),
        Problem("differential", "differential"),
        Allergy("penicillin", "confirmed", AllergyIntolerance.AllergyIntoleranceCriticality.High),
        Allergy("latex", "refuted", null),
        Allergy("nuts", "unconfirmed", null),
    ];

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.Store.CommitAsync(Origin.Program("hospital"), [.. Sent.Select(one => new Write(one))]);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(
        "zh-CN",
        "禁用／不得使用",
        "建议（未开立）",
        "草稿，尚未生效",
        "暂停",
        "已取消",
        "状态不明",
        "未服用",
        "拟用，尚未开始"
    )]
    [InlineData(
        "en",
        "do not give",
        "proposed, not prescribed",
        "draft, not in force",
        "on hold",
        "cancelled",
        "status unknown",
        "not taken",
        "intended, not begun"
    )]
    public async Task An_order_not_to_give_a_medicine_stood_like_one_that_is_taken(
        string culture,
        string banned,
        string proposed,
        string draft,
        string held,
        string cancelled,
        string unsaid,
        string notTaken,
        string intended
    )
    {
        var page = await _server.PageAsync($"/patients/p?culture={culture}&span=all");

        RowOf(page, "MedicationRequest/taken").Should().NotContain("chip");
        RowOf(page, "MedicationRequest/banned").Should().Contain(banned).And.Contain("chip bad");
        RowOf(page, "MedicationRequest/unbanned").Should().Contain(banned).And.Contain(cancelled);
        RowOf(page, "MedicationRequest/proposed").Should().Contain(proposed);
        RowOf(page, "MedicationRequest/planned").Should().Contain(proposed);
        RowOf(page, "MedicationRequest/option").Should().Contain(proposed).And.Contain(draft);
        RowOf(page, "MedicationRequest/drafted").Should().Contain(draft);
        RowOf(page, "MedicationRequest/held").Should().Contain(held);
        RowOf(page, "MedicationRequest/called-off").Should().Contain(cancelled);
        RowOf(page, "MedicationRequest/unsaid").Should().Contain(unsaid);
        RowOf(page, "MedicationStatement/not-taken").Should().Contain(notTaken);
        RowOf(page, "MedicationStatement/intended").Should().Contain(intended);
        RowOf(page, "MedicationRequest/mistaken").Should().Contain("record past", "it is among the other records");

        var axis = Regex.Match(page, "<div class=\"timeline\".*?</section>", RegexOptions.Singleline).Value;
        axis.Should().Contain("/records/MedicationRequest/taken").And.Contain("/records/MedicationRequest/held");
        foreach (var other in new[] { "banned", "unbanned", "proposed", "planned", "option", "drafted", "called-off" })
            axis.Should().NotContain($"MedicationRequest/{other}\"", other);
        axis.Should().NotContain("MedicationStatement/not-taken").And.NotContain("MedicationStatement/intended");
        axis.Should().Contain("Condition/sure").And.NotContain("Condition/unconfirmed");
    }

    [Theory]
    [InlineData("zh-CN", "已排除", "未确认", "初步诊断，未确定", "鉴别诊断之一", "高危 · 过敏性休克（重度）")]
    [InlineData(
        "en",
        "refuted",
        "unconfirmed",
        "provisional",
        "differential: one of several possibilities",
        "high risk · 过敏性休克 (severe)"
    )]
    public async Task A_refuted_allergy_stood_in_the_red_pill_and_a_refuted_diagnosis_among_the_problems(
        string culture,
        string refuted,
        string unconfirmed,
        string provisional,
        string differential,
        string reaction
    )
    {
        var page = await _server.PageAsync($"/patients/p?culture={culture}");
        var head = page[..page.IndexOf("chart-columns", StringComparison.Ordinal)];
        var others = page[page.IndexOf("id=\"records\"", StringComparison.Ordinal)..];
        var problems = page[head.Length..page.IndexOf("class=\"middle\"", StringComparison.Ordinal)];

        head.Should().NotContain("latex").And.Contain(unconfirmed);
        head.Should().MatchRegex($"<a class=\"chip bad\"[^>]*penicillin\"[^<]*(<[^>]*>[^<]*)*{Regex.Escape(reaction)}");
        head.Should().MatchRegex("<a class=\"chip warn\"[^>]*AllergyIntolerance/nuts\"");
        var list = problems.IndexOf("id=\"refuted\"", StringComparison.Ordinal);
        problems[..list].Should().NotContain("Condition/refuted");
        problems[list..]
            .Should()
            .Contain("Condition/refuted", "it was ruled out, and the chart says so")
            .And.Contain(refuted);
        RowOf(page, "Condition/unconfirmed").Should().Contain(unconfirmed);
        RowOf(page, "Condition/provisional").Should().Contain(provisional);
        RowOf(page, "Condition/differential").Should().Contain(differential);
        others.Should().Contain("/records/AllergyIntolerance/latex").And.Contain("/records/Condition/refuted");
        RowOf(others, "Condition/refuted").Should().Contain(refuted);

        foreach (var record in new[] { "Condition/refuted", "AllergyIntolerance/latex" })
        {
            (await _server.PageAsync($"/records/{record}?culture={culture}"))
                .Should()
                .Contain($"<dd>{refuted} · {(culture == "en" ? "Active" : "现患")}</dd>", record);
        }

        (await _server.PageAsync($"/records/MedicationRequest/banned?culture={culture}"))
            .Should()
            .Contain(culture == "en" ? "<dd>do not give · active</dd>" : "<dd>禁用／不得使用 · 有效</dd>");
    }

    [Fact]
    public void A_forbidden_a_proposed_and_an_untaken_medicine_and_a_refuted_diagnosis_entered_drafts_as_facts()
    {
        var summary = PatientSummaries.Of(Chart.From("p", Sent));

        summary
            .Medications.Select(item => item.Source)
            .Should()
            .BeEquivalentTo("MedicationRequest/taken", "MedicationStatement/swallowed");
        summary.Problems.Select(item => item.Source).Should().Equal("Condition/sure");
    }

    private static string RowOf(string page, string reference)
    {
        var row = Regex
            .Matches(page, "<li.*?</li>", RegexOptions.Singleline)
            .Select(match => match.Value)
            .FirstOrDefault(item => item.Contains($"href=\"/records/{reference}\""));
        row.Should().NotBeNull(reference);
        return row!;
    }

    private static MedicationRequest Order(string id, Status status, Intent intent, bool? banned = null) =>
        new()
        {
            Id = id,
            Status = status,
            Intent = intent,
            DoNotPerform = banned,
            Subject = Whose,
            Medication = new CodeableConcept { Text = id },
            AuthoredOn = "2026-01-01",
        };

    private static MedicationStatement Said(string id, MedicationStatement.MedicationStatusCodes status) =>
        new()
        {
            Id = id,
            Status = status,
            Subject = Whose,
            Medication = new CodeableConcept { Text = id },
            Effective = new FhirDateTime("2026-01-01"),
        };

    private static Condition Problem(string id, string verification) =>
        new()
        {
            Id = id,
            Subject = Whose,
            Code = new CodeableConcept { Text = id + " disease" },
            ClinicalStatus = new CodeableConcept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
            VerificationStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                verification
            ),
            Onset = new FhirDateTime("2025-01-01"),
        };

    private static AllergyIntolerance Allergy(
        string id,
        string verification,
        AllergyIntolerance.AllergyIntoleranceCriticality? criticality
    ) =>
        new()
        {
            Id = id,
            Patient = Whose,
            Code = new CodeableConcept { Text = id },
            Criticality = criticality,
            ClinicalStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical",
                "active"
            ),
            VerificationStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
                verification
            ),
            Reaction = criticality is null
                ? []
                :
                [
                    new()
                    {
                        Manifestation = [new CodeableConcept { Text = "过敏性休克" }],
                        Severity = AllergyIntolerance.AllergyIntoleranceSeverity.Severe,
                    },
                ],
        };
}
