using Hl7.Fhir.Model;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Tests.Running;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Tests.Pages.Records;

/// <summary>Whatever lies in the store about a patient is seen on the chart.</summary>
public sealed class OtherRecordsTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Fact]
    public async Task The_least_resource_of_every_type_of_a_patients_compartment_is_seen_on_the_chart()
    {
        await using var server = await RunningServer.StartAsync();
        var all = PatientResources.Types.Select(type => PatientResources.Least(type, "x-" + type, "p")).ToList();
        all.Should().HaveCountGreaterThan(60);
        await SendAsync(server, [.. all]);

        foreach (var culture in new[] { "en", "zh-CN" })
        {
            var chart = await server.PageAsync($"/patients/p?culture={culture}&span=all");
            foreach (var type in PatientResources.Types)
            {
                ResourceTypeWords.IsNamed(type).Should().BeTrue(type);
                if (IsSeenInASectionOfItsOwn(type))
                    continue;
                chart.Should().Contain($"href=\"/records/{type}/x-{type}\"", type);
                chart.Should().Contain(ResourceTypeWords.Of(type).In(culture), type);
            }
        }
        foreach (var type in PatientResources.Types)
        {
            (await server.PageAsync($"/records/{type}/x-{type}?culture=en"))
                .Should()
                .Contain("href=\"/patients/p\"", type)
                .And.NotContain("class=\"fault", type);
        }
    }

    // A problem, a medicine, an allergy, a film and a report without a word stand where the others of their kind do.
    private static bool IsSeenInASectionOfItsOwn(string type) =>
        type
            is "Condition"
                or "MedicationRequest"
                or "MedicationStatement"
                or "AllergyIntolerance"
                or "ImagingStudy"
                or "DiagnosticReport";

    [Fact]
    public async Task Vaccinations_documents_and_family_history_of_another_system_appeared_nowhere()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(
            server,
            new Immunization
            {
                Id = "flu",
                Status = Immunization.ImmunizationStatusCodes.Completed,
                Patient = Whose,
                VaccineCode = new CodeableConcept { Text = "Influenza vaccine" },
                Occurrence = new FhirDateTime("2015"),
                LotNumber = "AAJN11K",
            },
            new Composition
            {
                Id = "summary",
                Status = CompositionStatus.Final,
                Subject = Whose,
                Title = "Discharge summary of the county hospital",
                Type = new CodeableConcept { Text = "Discharge summary" },
                Author = [new ResourceReference { Display = "Dr. Adams" }],
                Date = "2026-04-02",
                Section =
                [
                    new Composition.SectionComponent
                    {
                        Title = "Course",
                        Text = Words("Stayed <b>nine</b> days.<script>alert(1)</script>"),
                        Entry = [new ResourceReference("Immunization/flu"), new ResourceReference("Condition/none")],
                    },
                ],
            },
            new FamilyMemberHistory
            {
                Id = "mother",
                Status = FamilyMemberHistory.FamilyHistoryStatus.Completed,
                Patient = Whose,
                Relationship = new CodeableConcept { Text = "Mother" },
                Condition = [new() { Code = new CodeableConcept { Text = "Breast cancer" } }],
            },
            new Coverage { Id = "paid", Beneficiary = Whose }
        );

        var en = await server.PageAsync("/patients/p?culture=en");
        en.Should().Contain("Other records").And.Contain("Influenza vaccine").And.Contain("lot AAJN11K");
        en.Should().Contain("<span class=\"muted small nowrap\">2015</span>", "a year is not the first of January");
        en.Should().Contain("Discharge summary of the county hospital").And.Contain("Dr. Adams").And.Contain("final");
        en.Should().Contain("Mother").And.Contain("Breast cancer").And.Contain("no title").And.Contain("no date");
        var zh = await server.PageAsync("/patients/p?culture=zh-CN");
        zh.Should().Contain("其他记录").And.Contain("预防接种").And.Contain("批号 AAJN11K").And.Contain("家族史");
        zh.Should().Contain("未注明名称").And.Contain("医疗保险").And.Contain("外部系统");
        var raw = (await RunningServer.GetAsync(server.Person, "/records/Composition/summary?culture=en")).Body;
        raw.Should().NotContain("alert(1)</script>").And.NotContain("<b>nine</b>");
        var document = System.Net.WebUtility.HtmlDecode(raw);
        document.Should().Contain("Course").And.Contain("Stayed nine days.").And.Contain("It cannot be changed here");
        document
            .Should()
            .Contain("href=\"/records/Immunization/flu\"")
            .And.NotContain("href=\"/records/Condition/none\"");
        document.Should().Contain("section[0].entry[1].reference");
    }

    [Fact]
    public async Task A_result_in_words_or_under_no_code_appeared_nowhere()
    {
        await using var server = await RunningServer.StartAsync();
        var coded = Store.Glucose("coded", "p", 5.5m);
        var mixed = Store.Glucose("mixed", "p", 5.6m);
        mixed.Component =
        [
            new()
            {
                Code = new CodeableConcept { Text = "Comment" },
                Value = new FhirString("lipaemic"),
            },
        ];
        await SendAsync(
            server,
            coded,
            mixed,
            new Observation
            {
                Id = "words",
                Status = ObservationStatus.Final,
                Subject = Whose,
                Code = new CodeableConcept { Text = "Blood culture" },
                Value = new FhirString("Staphylococcus aureus"),
                Interpretation = [Interpreted("AA")],
            },
            new Observation
            {
                Id = "uncoded",
                Status = ObservationStatus.Final,
                Subject = Whose,
                Code = new CodeableConcept { Text = "Lactate" },
                Value = new Quantity(4.1m, "mmol/L"),
                ReferenceRange = [new() { Low = new Quantity(0.5m, "mmol/L"), High = new Quantity(2.2m, "mmol/L") }],
            }
        );

        var chart = await server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain("Blood culture").And.Contain("Staphylococcus aureus").And.Contain("critically abnormal");
        chart.Should().Contain("Lactate").And.Contain("4.1 mmol/L (reference 0.5–2.2)");
        chart.Should().Contain("lipaemic");
        (await server.PageAsync("/patients/p?culture=zh-CN"))
            .Should()
            .Contain("危急异常")
            .And.Contain("（参考 0.5–2.2）");
    }

    [Fact]
    public async Task A_critical_result_without_a_range_stood_in_the_laboratory_table_like_a_usual_one()
    {
        await using var server = await RunningServer.StartAsync();
        var critical = Store.Glucose("critical", "p", 29.9m);
        critical.Interpretation = [Interpreted("HH")];
        await SendAsync(server, critical);

        (await server.PageAsync("/patients/p?culture=en"))
            .Should()
            .Contain("critically high")
            .And.Contain("class=\"abnormal\"");
        (await server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("危急偏高");
    }

    [Fact]
    public async Task A_medicine_that_is_referred_to_was_said_to_be_not_coded()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(
            server,
            new MedicationRequest
            {
                Id = "named",
                Subject = Whose,
                Medication = new ResourceReference("Medication/1", "Warfarin 3 mg"),
            },
            new MedicationStatement
            {
                Id = "within",
                Subject = Whose,
                Contained =
                [
                    new Medication
                    {
                        Id = "m",
                        Code = new CodeableConcept { Text = "digoxin" },
                    },
                ],
                Medication = new ResourceReference("#m"),
            }
        );

        (await server.PageAsync("/patients/p?culture=en"))
            .Should()
            .Contain("Warfarin 3 mg")
            .And.Contain("Digoxin")
            .And.NotContain("Not coded");
    }

    [Fact]
    public async Task A_list_that_is_cut_says_so_and_the_rest_is_reached()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(
            server,
            [
                .. Enumerable
                    .Range(0, 107)
                    .Select(number => new Procedure
                    {
                        Id = $"op-{number}",
                        Status = EventStatus.Completed,
                        Subject = Whose,
                        Performed = new FhirDateTime(2020, 1, 1),
                    }),
            ]
        );

        var cut = await server.PageAsync("/patients/p?culture=en");
        cut.Should().Contain("102 more").And.Contain("/patients/p?culture=en&records=Procedure#records-Procedure");
        (await server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("另有 102 条");
        var first = await server.PageAsync("/patients/p?culture=en&records=Procedure");
        var last = await server.PageAsync("/patients/p?culture=en&records=Procedure&from=100");
        first.Should().Contain("1–100 of 107").And.Contain("7 more").And.Contain("show fewer");
        last.Should().Contain("101–107 of 107").And.Contain("previous page");
        foreach (var number in Enumerable.Range(0, 107))
            (first + last).Should().Contain($"/records/Procedure/op-{number}\"");
        await server.PageAsync("/patients/p?records=Procedure&from=-5");
        await server.PageAsync("/patients/p?records=Procedure&from=100000");
        await server.PageAsync("/patients/p?records=Nothing");
    }

    [Fact]
    public async Task A_damaged_record_of_another_system_stands_in_its_place_and_the_rest_is_there()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(
            server,
            new Goal
            {
                Id = "lost",
                Subject = Whose,
                Description = new CodeableConcept { Text = "Walk a mile" },
            },
            new Goal
            {
                Id = "kept",
                Subject = Whose,
                Description = new CodeableConcept { Text = "Stop smoking" },
            }
        );
        server.Damage("Goal", "lost");

        var chart = await server.PageAsync("/patients/p?culture=en");
        chart.Should().Contain("/records/Goal/lost").And.Contain("Damaged record").And.Contain("Stop smoking");
        var page = await server.PageAsync("/records/Goal/lost?culture=en");
        page.Should()
            .Contain("This record is damaged")
            .And.Contain("send it again")
            .And.Contain("href=\"/patients/p\"");
        (await server.PageAsync("/records/Goal/lost?culture=zh-CN")).Should().Contain("该记录已损坏");
        (await server.PageAsync("/records/Goal/none?culture=zh-CN", 404)).Should().Contain("没有此记录");
        await server.PageAsync("/records/Nothing/none", 404);
    }

    [Fact]
    public async Task A_withdrawn_problem_left_the_chart_without_a_word()
    {
        await using var server = await RunningServer.StartAsync();
        var wrong = new Condition
        {
            Id = "wrong",
            Subject = Whose,
            Code = new CodeableConcept { Text = "Diabetes" },
            VerificationStatus = new CodeableConcept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                "entered-in-error"
            ),
        };
        await SendAsync(server, wrong);

        (await server.PageAsync("/patients/p?culture=en"))
            .Should()
            .Contain("/records/Condition/wrong")
            .And.Contain("withdrawn: entered in error");
        (await server.PageAsync("/records/Condition/wrong?culture=zh-CN")).Should().Contain("已作废（录入错误）");
    }

    [Fact]
    public async Task What_this_system_made_and_what_is_another_patients_is_not_among_the_other_records()
    {
        await using var server = await RunningServer.StartAsync();
        await SendAsync(server, new Patient { Id = "q", Name = [new HumanName { Text = "李雷" }] });
        await SendAsync(
            server,
            new Goal { Id = "of-q", Subject = new ResourceReference("Patient/q") },
            new Group
            {
                Id = "both",
                Name = "Ward round",
                Member = [new() { Entity = Whose }, new() { Entity = new ResourceReference("Patient/q") }],
            }
        );
        await server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Provenance { Id = "ours", Target = [Whose] }),
                new Write(new RiskAssessment { Id = "risk", Subject = Whose }),
            ]
        );

        var chart = await server.PageAsync("/patients/p?culture=en");
        chart
            .Should()
            .NotContain("of-q")
            .And.NotContain("/records/Provenance/ours")
            .And.NotContain("/records/RiskAssessment");
        chart.Should().Contain("Ward round");
        (await server.PageAsync("/records/Group/both?culture=en")).Should().Contain("王秀英").And.Contain("李雷");
        var entry = server
            .Services.GetService(typeof(AccessTrail))
            .As<AccessTrail>()
            .Find(new AuditQuery(Count: 50))
            .Entries.First(one => one.Action == AuditActions.Page && one.Entity == "/records/Group/both");
        entry.Patients.Should().BeEquivalentTo("p", "q");
    }

    private static CodeableConcept Interpreted(string code) =>
        new("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", code);

    private static Narrative Words(string html) =>
        new()
        {
            Status = Narrative.NarrativeStatus.Generated,
            Div = $"<div xmlns=\"http://www.w3.org/1999/xhtml\">{html}</div>",
        };

    private static Task SendAsync(RunningServer server, params Resource[] resources) =>
        server.Store.CommitAsync(
            Origin.Program("old-hospital-system"),
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                .. resources.Select(resource => new Write(resource)),
            ]
        );
}
