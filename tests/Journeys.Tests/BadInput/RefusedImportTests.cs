using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.BadInput;

/// <summary>What the command line says of files that it cannot take, and that nothing else is lost by them.</summary>
public sealed class RefusedImportTests : IDisposable
{
    private const string Patient = """{"resourceType":"Patient","id":"p1","name":[{"family":"Test"}]}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-bad-input-");

    [Fact]
    public async Task Truncated_JSON_is_refused_with_its_place_and_the_files_beside_it_are_stored()
    {
        Write("good.json", Patient);
        Write("cut.json", Patient[..40]);
        var refused = await OnlyRefusalAsync();
        refused.Place.Should().Contain("cut.json");
        refused.Reason.Should().NotBeEmpty();
        (await AcceptedAgainAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_transaction_Bundle_with_one_bad_entry_is_refused_whole_and_the_entry_is_named()
    {
        Write(
            "bundle.json",
            $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{{{Patient}}},"request":{"method":"PUT","url":"Patient/p1"}},
              {"resource":{"resourceType":"Observation","id":"o1","status":"no-such-status","code":{"text":"x"},"subject":{"reference":"Patient/p1"}},"request":{"method":"PUT","url":"Observation/o1"}}
            ]}
            """
        );
        var report = await ImportAsync();
        report.Refused.Should().NotBeEmpty();
        report.Refused.Should().Contain(item => item.Place.Contains("entry[1]"));
        report.Accepted.Should().Be(0);
    }

    [Theory]
    [InlineData("p1,2026-01-05T07:00:00+08:00,glucose,7.1,furlongs", "unit")]
    [InlineData("p1,2999-01-05T07:00:00+08:00,glucose,7.1,mmol/L", "future")]
    [InlineData("p1,2026-01-05T07:00:00+08:00,8480-6,1200,mm[Hg]", "1,200")]
    [InlineData("nobody,2026-01-05T07:00:00+08:00,glucose,7.1,mmol/L", "patient")]
    [InlineData("p1,yesterday,glucose,7.1,mmol/L", "time")]
    public async Task A_home_reading_that_cannot_be_is_refused_by_line_and_the_others_are_stored(
        string row,
        string word
    )
    {
        Write("a-patient.json", Patient);
        Write(
            "readings.csv",
            $"patient,time,code,value,unit\np1,2026-01-04T07:00:00+08:00,glucose,7.0,mmol/L\n{row}\n"
        );
        var report = await ImportAsync();
        var refused = report.Refused.Should().ContainSingle().Subject;
        refused.Place.Should().Contain("readings.csv").And.Contain("3");
        (refused.Reason + refused.Mend).ToLowerInvariant().Should().Contain(word);
        report.Accepted.Should().Be(2);
    }

    [Fact]
    public async Task A_DICOM_file_cut_in_half_is_refused_with_the_byte_where_it_ends()
    {
        var made = Path.Combine(_folder.FullName, "made");
        var (code, _, errors) = await XinglinProcess.RunAsync(
            "synthesise",
            "patients",
            "--count",
            "24",
            "--seed",
            "5",
            "--out",
            made
        );
        code.Should().Be(0, errors);
        var film = Directory
            .EnumerateFiles(made, "*.dcm", SearchOption.AllDirectories)
            .OrderByDescending(path => new FileInfo(path).Length)
            .First();
        var bytes = await File.ReadAllBytesAsync(film);
        await File.WriteAllBytesAsync(Path.Combine(Input, "half.dcm"), bytes[..(bytes.Length / 2)]);
        var refused = await OnlyRefusalAsync();
        refused.Place.Should().Contain("half.dcm");
        refused.Mend.Should().NotBeEmpty();
    }

    private string Input => Directory.CreateDirectory(Path.Combine(_folder.FullName, "in")).FullName;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Input, name), text);

    private async Task<Refusal> OnlyRefusalAsync() => (await ImportAsync()).Refused.Should().ContainSingle().Subject;

    private async Task<int> AcceptedAgainAsync() => (await ImportAsync()).Accepted;

    private async Task<Report> ImportAsync()
    {
        var (code, output, errors) = await XinglinProcess.RunAsync(
            "import",
            Input,
            "--data",
            Path.Combine(_folder.FullName, "data"),
            "--json"
        );
        code.Should().Be(3, errors);
        var json = JsonDocument.Parse(output).RootElement;
        return new Report(
            json.GetProperty("accepted").GetArrayLength(),
            [
                .. json.GetProperty("refused")
                    .EnumerateArray()
                    .Select(item => new Refusal(
                        item.GetProperty("place").GetString()!,
                        item.GetProperty("reason").GetProperty("en").GetString()!,
                        item.GetProperty("mend").GetProperty("en").GetString()!
                    )),
            ]
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed record Report(int Accepted, IReadOnlyList<Refusal> Refused);

    private sealed record Refusal(string Place, string Reason, string Mend);
}
