using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Patients;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>What must be seen first stands in the head; what is damaged stands where it was, by the name that it had.</summary>
public sealed class FlagsInTheHeadTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Fact]
    public async Task Isolation_and_the_risk_of_falls_stood_at_the_very_bottom_of_the_chart()
    {
        await using var server = await SendAsync(
            Flag("isolation", "Contact isolation"),
            Flag("damaged", "Risk of falls"),
            Flag("over", "Old isolation", end: "2021-03"),
            Flag("down", "Taken down", Hl7.Fhir.Model.Flag.FlagStatus.Inactive)
        );
        server.Damage("Flag", "damaged");

        foreach (var (culture, damaged) in new[] { ("en", "Damaged"), ("zh-CN", "损坏") })
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            var head = Regex.Match(page, "<header class=\"patient-header\".*?</header>", RegexOptions.Singleline).Value;
            head.Should().Contain("/records/Flag/isolation").And.Contain("Contact isolation");
            head.Should().Contain("/records/Flag/damaged").And.Contain(damaged);
            head.Should().NotContain("Old isolation").And.NotContain("Taken down");
            page.Should().Contain("Old isolation").And.Contain("Taken down");
            Regex.Matches(page, "/records/Flag/isolation").Should().ContainSingle("it is told once");
        }
        (await server.PageAsync("/records/Flag/over?culture=en")).Should().Contain("2020 – 2021-03");
    }

    [Fact]
    public async Task A_damaged_potassium_left_its_row_and_was_a_number_in_a_list()
    {
        await using var server = await SendAsync(
            Potassium("k1", 4.1m, "2026-05-01"),
            Potassium("k2", 6.8m, "2026-05-30")
        );
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [new Write(Potassium("k2", 6.9m, "2026-05-30")), new Write(Potassium("alone", 7m, "2026-05-30", "2951-2"))]
        );
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [new Write(Potassium("alone", 8m, "2026-05-30", "2951-2"))]
        );
        server.Damage("Observation", "k2");
        server.Damage("Observation", "alone");

        var page = await server.PageAsync("/patients/p?culture=en");
        var table = Regex.Match(page, "<table class=\"grid lab\".*?</table>", RegexOptions.Singleline).Value;
        table.Should().Contain("/records/Observation/k2").And.Contain("of 2026-05-30 cannot be read");
        Regex.Matches(page, "Observation/k2\"").Should().ContainSingle("it is told once");
        Regex
            .Match(page, "<li class=\"record.*?Observation/alone.*?</li>", RegexOptions.Singleline)
            .Value.Should()
            .Contain("Sodium");
        (await server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("2026-05-30 的一次结果无法读取");
    }

    [Fact]
    public async Task A_result_was_graded_twice_and_repeated_and_had_no_time_of_day_and_no_source()
    {
        var result = Potassium("k", 6.8m, "2026-05-30T08:05:00Z");
        result.Interpretation = [new CodeableConcept(CodeSystems.Interpretation, "H")];
        result.ReferenceRange = [new() { Low = new Quantity(3.5m, "mmol/L"), High = new Quantity(5.3m, "mmol/L") }];
        result.Performer = [new ResourceReference { Display = "Central laboratory" }];
        var small = Potassium("t", 0.003m, "2026-05-30", "6598-7", "ug/L");
        ((Quantity)small.Value!).Comparator = Quantity.QuantityComparator.LessThan;
        await using var server = await SendAsync(result, small);

        var page = await server.PageAsync("/patients/p?culture=en");
        var table = Regex.Match(page, "<table class=\"grid lab\".*?</table>", RegexOptions.Singleline).Value;
        table.Should().NotContain("range-mark").And.Contain("as sent").And.Contain("Central laboratory");
        var at = new DateTimeOffset(2026, 5, 30, 8, 5, 0, TimeSpan.Zero).ToLocalTime();
        table.Should().Contain($">{at:yyyy-MM-dd HH:mm}</time>");
        table.Should().NotContain("sent as <").And.NotContain("sent as &lt;");
    }

    [Fact]
    public void A_medicine_was_taken_on_after_death()
    {
        var patient = new Patient { Id = "p", Deceased = new FhirDateTime("2025-02-03") };
        var chart = Chart.From("p", [patient]);
        var medicine = new MedicineLine(
            "MedicationRequest/m",
            new("药", "drug"),
            null,
            MedicationState.Taken,
            [],
            ChartTimes.Of(new FhirDateTime("2024-01-01")),
            null
        );

        var item = TimelineItem.Of(chart, [], [medicine], [], []).Should().ContainSingle().Which;

        item.Lasts.Should().BeFalse();
        item.To!.Value.Written.Should().Be("2025-02-03");
    }

    private static async Task<RunningServer> SendAsync(params Resource[] records)
    {
        var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("hospital"),
            [new Write(new Patient { Id = "p", BirthDate = "1951-02-03" }), .. records.Select(one => new Write(one))]
        );
        return server;
    }

    private static Flag Flag(
        string id,
        string name,
        Flag.FlagStatus status = Hl7.Fhir.Model.Flag.FlagStatus.Active,
        string? end = null
    ) =>
        new()
        {
            Id = id,
            Status = status,
            Subject = Whose,
            Code = new CodeableConcept { Text = name },
            Period = new Period { Start = "2020", End = end },
        };

    private static Observation Potassium(
        string id,
        decimal value,
        string at,
        string code = "2823-3",
        string unit = "mmol/L"
    ) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = Whose,
            Code = new CodeableConcept(CodeSystems.Loinc, code),
            Effective = new FhirDateTime(at),
            Value = new Quantity(value, unit),
        };
}
