using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Text;
using Xinglin.Server.Pages.Import;
using Xinglin.Server.Tests.Running;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages;

public sealed class ImportLineTests
{
    [Fact]
    public void Five_thousand_equal_refusals_filled_the_page_and_hid_what_was_not_listed()
    {
        BilingualText reason = new("无效", "wrong");
        BilingualText remedy = new("更正", "fix it");
        var refused = Enumerable
            .Range(1, 5000)
            .Select(line => new RejectedItem($"a.ndjson, line {line}", RejectionCodes.NotFhir, reason, remedy))
            .Append(new RejectedItem("a.ndjson", RejectionCodes.More, new("另有", "5000 more"), remedy))
            .ToList();
        var accepted = new AcceptedItem(
            "b.json",
            ImportKinds.FhirResource,
            reason,
            1,
            0,
            new Dictionary<string, int>(),
            []
        );

        var report = new ImportReport([accepted], refused, 1, 0, 0, 1) { RefusedItems = 10_000 };
        var lines = ImportLine.Of(report);

        lines
            .Select(line => line.Kind)
            .Should()
            .Equal(ImportLineKind.Note, ImportLineKind.Refused, ImportLineKind.Accepted);
        lines[1].Places.Should().HaveCount(3);
        lines[1].More.Should().Be(4997);
        report.EndedAs().Should().Be("10000 rejected");
        (report with { RefusedItems = 0 }).RefusedItems.Should().Be(5000, "a note is no item");
        var done = ImportWords.Done(1, 10_000, 1, "0.1");
        done.En.Should().Be("1 resource stored, 10000 rejected, 1 analysis requested, 0.1 s");
        done.Zh.Should().Contain("10000 项未接收");
        ImportWords
            .Done(3, 0, 0, "0.1", 3)
            .En.Should()
            .Be("0 resources stored, 3 unchanged, 0 rejected, 0 analyses requested, 0.1 s");
        ImportWords.Done(3, 0, 0, "0.1", 3).Zh.Should().StartWith("已保存 0 条记录，3 条无变化，");
    }

    [Fact]
    public void An_unknown_patient_was_answered_on_the_page_with_a_command_line()
    {
        var refused = new RejectedItem(
            "a.csv, line 2",
            RejectionCodes.UnknownPatient,
            new("没有", "none"),
            new("import", "xinglin import")
        );

        var line = ImportLine.Of(new ImportReport([], [refused], 0, 0, 0, 1)).Single();

        (line.Remedy!.En + line.Remedy.Zh).Should().NotContain("xinglin").And.NotContain("--");
    }

    [Theory]
    [InlineData("a.ndjson, line 2", "a.ndjson，第 2 行")]
    [InlineData("a.json, line 2, byte 29", "a.json，第 2 行，第 29 字节")]
    [InlineData("a.json, entry[4]", "a.json，条目[4]")]
    [InlineData("Patient.birthDate (line 1, column 70)", "Patient.birthDate（第 1 行，第 70 列）")]
    [InlineData("Patient.birthDate (column 70)", "Patient.birthDate（第 70 列）")]
    [InlineData("the whole text", "全文")]
    [InlineData("line up, column store.json", "line up, column store.json")]
    public void Places_stood_in_English_on_the_Chinese_page(string place, string zh)
    {
        PlaceWords.Zh(place).Should().Be(zh);
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new("en");
            ImportLine.PlaceIn(place).Should().Be(place);
            CultureInfo.CurrentUICulture = new("zh-CN");
            ImportLine.PlaceIn(place).Should().Be(zh);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public async Task Reasons_of_the_parser_were_English_in_Chinese_and_named_a_line_within_the_line()
    {
        await using var server = await RunningServer.StartAsync();
        var bad = new[]
        {
            """{"resourceType":"Patient","id":"a","gender":"vrouwelijk"}""",
            """{"resourceType":"Patient","id":"b","birthDate":"1.2.1960"}""",
            """{"resourceType":"Patient","id":"c","shoeSize":5}""",
            """{"resourceType":"Nothing","id":"d"}""",
            """{"resourceType":"Observation","id":"e","code":{"text":"x"}}""",
            """{"id":"f"}""",
            """{"resourceType":"Patient","id":"g","name":[]}""",
            """{"resourceType":"Patient","id":"h","name":{"text":"x"}}""",
            """{"resourceType":"Patient","id":"i","birthDate":["1960"]}""",
            """{"resourceType":"Patient","id":"j","text":{"status":"generated","div":"<p>x</p>"}}""",
            """{"resourceType":"Patient","id":"k","active":"yes"}""",
            """{"resourceType":"Patient","id":"l","birthDate":null}""",
            """{"resourceType":"Patient","id":"m","birthDate":""}""",
            """{"resourceType":"Patient","id":"n","gender":"male","gender":"male"}""",
            """{"resourceType":"Patient","id":"o","Gender":"male"}""",
            """{"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div>"}}""",
            """{"resourceType":"Patient","id":"q","contact":[{}]}""",
            """{"resourceType":"Patient" """,
        };
        var text = string.Join('\n', bad.Prepend("""{"resourceType":"Patient","id":"ok"}"""));

        var (status, _, body) = await server.ImportAsync("a.ndjson", Encoding.UTF8.GetBytes(text));

        status.Should().Be(200, body);
        var refused = JsonNode.Parse(body)!["refused"]!.AsArray().Select(item => item!["reason"]!).ToList();
        refused.Should().HaveCount(bad.Length, body);
        var said = refused.Select(reason =>
            (Zh: reason["zh"]!.GetValue<string>(), En: reason["en"]!.GetValue<string>())
        );
        said.Where(reason =>
                reason.Zh.Contains("原文")
                || reason.Zh.Contains("the whole")
                || (reason.Zh + reason.En).Contains("line 1")
            )
            .Select(reason => reason.En)
            .Should()
            .Equal();
    }
}
