using System.Text;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Whose data an import was is known as it goes, for the audit trail.</summary>
public sealed class WhoseImportTests
{
    [Fact]
    public async Task A_rejected_transaction_named_none_of_its_patients()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("whole");
        await hospital.AddPatient("broken");
        await hospital.AddPatient("subject");

        var report = await hospital.Import(
            "t.json",
            """
            {"resourceType":"Bundle","type":"transaction","entry":[
            {"resource":{"resourceType":"Patient","id":"whole","active":true},"request":{"method":"PUT","url":"Patient/whole"}},
            {"resource":{"resourceType":"Patient","id":"broken","gender":"x"},"request":{"method":"PUT","url":"Patient/broken"}},
            {"resource":{"resourceType":"Observation","status":"wrong","code":{"text":"c"},"subject":{"reference":"Patient/subject"}},"request":{"method":"POST","url":"Observation"}}]}
            """
        );

        report.Resources.Should().Be(0);
        report.Patients.Should().Equal("broken", "subject", "whole");
    }

    [Fact]
    public async Task An_import_that_was_broken_off_named_nobody()
    {
        await using var hospital = new TestHospital();
        await hospital.AddPatient("first");
        using var cancel = new CancellationTokenSource();
        var about = new HashSet<string>();

        var import = () =>
            hospital.Importer.ImportAsync(
                Origin.Command("test"),
                [Source("a.json", Of("first")), new ImportSource("b.json", Broken)],
                cancel.Token,
                about
            );

        await import.Should().ThrowAsync<OperationCanceledException>();
        about.Should().Equal("first");

        Stream Broken()
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        }
    }

    [Fact]
    public async Task Millions_of_empty_lines_took_seconds()
    {
        await using var hospital = new TestHospital();
        var lines = Encoding.UTF8.GetBytes(Of("a") + new string('\n', 20_000_000) + Of("b"));
        await hospital.AddPatient("a");
        await hospital.AddPatient("b");
        var started = TimeProvider.System.GetTimestamp();

        var report = await hospital.Import("lines.ndjson", lines);

        report.Resources.Should().Be(2);
        report.RefusedItems.Should().Be(0);
        TimeProvider
            .System.GetElapsedTime(started)
            .Should()
            .BeLessThan(TimeSpan.FromSeconds(8), "a text was made for each");
    }

    private static string Of(string patient) =>
        """{"resourceType":"Observation","id":"of-$","status":"final","code":{"text":"c"},"subject":{"reference":"Patient/$"}}""".Replace(
            "$",
            patient
        );

    private static ImportSource Source(string name, string text) =>
        new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
