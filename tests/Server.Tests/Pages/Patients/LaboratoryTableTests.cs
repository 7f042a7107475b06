using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Tests.Pages.Patients;

/// <summary>The laboratory table says all that was sent of a result.</summary>
public sealed class LaboratoryTableTests
{
    private static readonly ResourceReference Whose = new("Patient/p");

    [Fact]
    public async Task A_bound_lost_its_comparator_and_a_preliminary_result_looked_final()
    {
        await using var server = await SendAsync(
            Result("troponin", "6598-7", 50, "ug/L", Quantity.QuantityComparator.GreaterThan),
            Result("psa", "2857-1", 0.2m, "ug/L", Quantity.QuantityComparator.LessThan, high: 0.1m),
            With(
                Result("k1", "2823-3", 6.9m, "mmol/L", at: "2026-05-01"),
                result => result.Interpretation = [Interpreted("HH")]
            ),
            With(
                Result("k2", "2823-3", 4.1m, "mmol/L"),
                result =>
                {
                    result.Status = ObservationStatus.Preliminary;
                    result.Note = [new Annotation { Text = "haemolysed sample" }];
                }
            ),
            With(Result("na", "2951-2", 131, "mmol/L"), result => result.Status = ObservationStatus.Corrected),
            With(Result("cl", "2075-0", 99, "mmol/L"), result => result.Status = ObservationStatus.Cancelled)
        );

        foreach (
            var (culture, preliminary, corrected, cancelled, critical) in new[]
            {
                ("en", "preliminary", "corrected", "cancelled", "critically high"),
                ("zh-CN", "初步结果", "已更正", "已取消", "危急偏高"),
            }
        )
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            RowOf(page, "troponin").Should().Contain(">>50</b>");
            var psa = RowOf(page, "psa");
            psa.Should().Contain("><0.2</b>").And.NotContain("range-mark", "it may be far below the limit");
            var potassium = RowOf(page, "k2");
            potassium.Should().Contain(preliminary).And.Contain("haemolysed sample");
            potassium.Should().Contain("/records/Observation/k1").And.Contain(critical);
            RowOf(page, "na").Should().Contain(corrected);
            Regex
                .Match(page, "<li class=\"record.*?Observation/cl\".*?</li>", RegexOptions.Singleline)
                .Value.Should()
                .Contain(cancelled);
        }
    }

    [Fact]
    public async Task A_result_without_a_range_was_judged_by_another_results_range_without_a_word()
    {
        await using var server = await SendAsync(
            Result("old", "2823-3", 4.1m, "mmol/L", high: 5.3m, at: "2026-05-10"),
            Result("new", "2823-3", 6.1m, "mmol/L", at: "2026-05-30"),
            Result("own", "2951-2", 150, "mmol/L", high: 145, at: "2026-05-30")
        );

        foreach (
            var (culture, words) in new[]
            {
                ("en", "range of the result of 2026-05-10"),
                ("zh-CN", "按 2026-05-10 结果所附的范围"),
            }
        )
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            RowOf(page, "new").Should().Contain(words).And.Contain("range-mark");
            RowOf(page, "own").Should().NotContain("2026-05-10").And.Contain("range-mark");
        }
    }

    [Fact]
    public async Task The_head_said_that_there_were_no_alerts_beside_results_that_threaten_life()
    {
        await using var server = await SendAsync(
            Result("k", "2823-3", 7.9m, "mmol/L"),
            Result("hb", "718-7", 6.2m, "g/dL"),
            Result("cr", "2160-0", 900, "umol/L"),
            Result("na", "2951-2", 141, "mmol/L")
        );

        foreach (
            var (culture, head, row) in new[]
            {
                ("en", "critical:", "critical limit 6.2"),
                ("zh-CN", "危急值", "危急界值 6.2"),
            }
        )
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            var header = Regex
                .Match(page, "<header class=\"patient-header\">.*?</header>", RegexOptions.Singleline)
                .Value;
            Regex.Matches(header, head).Should().HaveCount(3);
            header.Should().Contain("7.9").And.Contain("6.2 g/dL").And.Contain("900").And.NotContain("141");
            RowOf(page, "k").Should().Contain(row);
            RowOf(page, "na").Should().NotContain("critical limit").And.NotContain("危急界值");
        }
    }

    [Fact]
    public async Task An_older_number_stood_as_current_though_the_newest_result_could_not_be_measured()
    {
        await using var server = await SendAsync(
            Result("hb", "718-7", 62, "g/L", at: "2026-05-10"),
            With(
                Result("hb2", "718-7", 0, "g/L", at: "2026-05-30"),
                result => result.Value = new FhirString("haemolysed, cannot be measured")
            ),
            Result("k", "2823-3", 4.1m, "mmol/L", at: "2026-05-10"),
            With(
                Result("k2", "2823-3", 0, "mmol/L", at: "2026-05-30"),
                result =>
                {
                    result.Value = null;
                    result.DataAbsentReason = new CodeableConcept(
                        "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                        "error",
                        "Error",
                        "clotted sample"
                    );
                    result.Note = [new Annotation { Text = "please send again" }];
                }
            ),
            Result("na", "2951-2", 141, "mmol/L"),
            With(
                Result("na2", "2951-2", 0, "mmol/L", at: "2026-04-01"),
                result => result.Value = new FhirString("too little")
            )
        );

        foreach (var (culture, mark) in new[] { ("en", "newest: no number"), ("zh-CN", "最新结果无数值") })
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            var hb = RowOf(page, "hb2");
            hb.Should().Contain("haemolysed, cannot be measured").And.Contain(mark).And.Contain("2026-05-30");
            hb.IndexOf("haemolysed", StringComparison.Ordinal)
                .Should()
                .BeLessThan(hb.IndexOf(">62<", StringComparison.Ordinal));
            hb.Should().Contain("2026-05-10").And.NotContain(">62</b>", "it is the older value");
            RowOf(page, "k2")
                .Should()
                .Contain("clotted sample")
                .And.Contain("please send again")
                .And.Contain(">4.1</a>");
            RowOf(page, "na").Should().Contain(">141</b>").And.NotContain(mark, "the number is newer");
        }
    }

    [Theory]
    [InlineData("pH")]
    [InlineData("[pH]")]
    [InlineData("1")]
    [InlineData(null)]
    public async Task A_pH_with_the_unit_of_UCUM_lost_its_row(string? unit)
    {
        await using var server = await SendAsync(Gas(unit));

        var page = await server.PageAsync("/patients/p?culture=en");

        page.Should().Contain(">7.12</b>").And.Contain("critically low").And.NotContain("is not a known unit");
        page.Should().NotContain("has no unit").And.NotContain(" ()").And.NotContain("（）");
    }

    [Fact]
    public async Task A_unit_that_is_not_known_lost_its_row_and_its_doubt_hung_in_another()
    {
        await using var server = await SendAsync(
            Gas("blobs"),
            Result("odd", "2345-7", 7, "spoons"),
            Result("usual1", "2345-7", 5.1m, "mmol/L"),
            Result("usual2", "2345-7", 5.2m, "mmol/L", at: "2026-04-01")
        );

        var page = await server.PageAsync("/patients/p?culture=en");

        RowOf(page, "odd").Should().Contain(">7</b>").And.Contain("spoons");
        RowOf(page, "usual1").Should().Contain(">5.1</b>").And.NotContain("spoons");
        var rows = Regex.Matches(page, "<tr data-row.*?(?=<tr data-row|</tbody>)", RegexOptions.Singleline);
        rows.Single(row => row.Value.Contains(">7.12</b>"))
            .Value.Should()
            .Contain("\"blobs\" is not a known unit")
            .And.Contain("(pH)");
        rows.Single(row => row.Value.Contains(">58</b>")).Value.Should().NotContain("is not a known unit");
        (await server.PageAsync("/patients/p?culture=zh-CN"))
            .Should()
            .Contain("“blobs”无法识别")
            .And.NotContain("（）");
    }

    [Fact]
    public async Task Marks_of_parts_were_not_said_and_abnormal_results_were_folded_away()
    {
        var words = Enumerable
            .Range(1, 9)
            .Select(i =>
                (Resource)With(
                    Result($"w{i}", "1-1", 1, "1", at: $"2026-05-0{i}"),
                    result =>
                    {
                        result.Code = new CodeableConcept { Text = $"Words {i}" };
                        result.Value = new FhirString("as usual");
                    }
                )
            );
        var old = With(
            Gas("pH", "old"),
            result =>
            {
                result.Effective = new FhirDateTime("2020-01-01");
                result.Component.ForEach(part => part.Code.Coding = []);
            }
        );
        var outside = With(
            Result("outside", "1-1", 9, "mmol/L", high: 2, at: "2019-01-01"),
            result => result.Code = new CodeableConcept { Text = "Lactate" }
        );
        await using var server = await SendAsync([.. words, old, outside]);

        foreach (var (culture, low) in new[] { ("en", "pH critically low"), ("zh-CN", "pH 危急偏低") })
        {
            var page = await server.PageAsync($"/patients/p?culture={culture}");
            var listed = Regex
                .Matches(page, "/records/Observation/([a-z0-9]+)\"")
                .Select(match => match.Groups[1].Value);
            listed.Should().Equal("old", "outside", "w9", "w8", "w7");
            page.Should().Contain(low);
            (await server.PageAsync($"/records/Observation/old?culture={culture}")).Should().Contain(low);
        }
    }

    private static async Task<RunningServer> SendAsync(params Resource[] results)
    {
        var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Program("laboratory"),
            [new Write(new Patient { Id = "p", BirthDate = "1951-02-03" }), .. results.Select(one => new Write(one))]
        );
        return server;
    }

    private static string RowOf(string page, string id) =>
        Regex
            .Matches(page, "<tr data-row.*?(?=<tr data-row|</tbody>)", RegexOptions.Singleline)
            .Select(match => match.Value)
            .Single(row => Regex.IsMatch(row, $"^<tr data-row[^>]*>\\s*<td><a href=\"/records/Observation/{id}\""));

    private static Observation With(Observation result, Action<Observation> change)
    {
        change(result);
        return result;
    }

    private static CodeableConcept Interpreted(string code) => new(CodeSystems.Interpretation, code);

    private static Observation Gas(string? unit, string id = "gas") =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = Whose,
            Code = new CodeableConcept { Text = "Arterial blood gas" },
            Effective = new FhirDateTime("2026-05-30T08:00:00Z"),
            Component =
            [
                new()
                {
                    Code = new CodeableConcept(CodeSystems.Loinc, "2744-1", "pH", "pH"),
                    Value = new Quantity
                    {
                        Value = 7.12m,
                        Unit = unit,
                        Code = unit,
                        System = unit is null ? null : CodeSystems.Ucum,
                    },
                    Interpretation = [Interpreted("LL")],
                },
                new()
                {
                    Code = new CodeableConcept(CodeSystems.Loinc, "2019-8", "pCO2", "pCO2"),
                    Value = new Quantity(58, "mm[Hg]", CodeSystems.Ucum),
                },
            ],
        };

    private static Observation Result(
        string id,
        string code,
        decimal value,
        string unit,
        Quantity.QuantityComparator? comparator = null,
        decimal? high = null,
        string at = "2026-05-30"
    ) =>
        new()
        {
            Id = id,
            Status = ObservationStatus.Final,
            Subject = Whose,
            Code = new CodeableConcept(CodeSystems.Loinc, code),
            Effective = new FhirDateTime(at),
            Value = new Quantity(value, unit) { Comparator = comparator },
            ReferenceRange = high is null ? [] : [new() { High = new Quantity(high.Value, unit) }],
        };
}
