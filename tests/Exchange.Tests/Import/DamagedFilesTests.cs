using System.Text;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>Whatever happens to a file on its way: the import answers with a report and the store goes on.</summary>
public sealed class DamagedFilesTests
{
    private const int Rounds = 250;

    [Theory]
    [InlineData("bundle.json")]
    [InlineData("lines.ndjson")]
    [InlineData("readings.csv")]
    [InlineData("film.dcm")]
    public async Task A_damaged_file_is_refused_or_read_and_never_a_fault(string name)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var whole = Whole(name);
        await using var hospital = new TestHospital();
        await hospital.AddPatient("p1");
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damage(whole, random);
            var report = await hospital.Import(name, bytes);
            (report.Accepted.Count + report.Refused.Count).Should().BePositive($"round {round} of seed {seed}");
            report
                .Refused.Should()
                .OnlyContain(r => r.Place.StartsWith(name, StringComparison.Ordinal) && r.Remedy.Zh.Length > 0);
        }
        var after = await hospital.Import("p.json", """{"resourceType":"Patient","id":"afterwards"}""");
        after.Resources.Should().Be(1);
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = (byte[])whole.Clone();
        for (var flips = random.Next(1, 6); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
        return random.Next(3) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }

    private static byte[] Whole(string name) =>
        name switch
        {
            "film.dcm" => DicomImportTests.Film("damaged"),
            "readings.csv" => Encoding.UTF8.GetBytes(
                "patient,time,code,value,unit\np1,2026-05-30 07:30,glucose,126,mg/dL\np1,2026-05-30T08:30+08:00,血压,120/80,mmHg\n"
            ),
            "lines.ndjson" => Encoding.UTF8.GetBytes(
                """
                {"resourceType":"Patient","id":"a","birthDate":"1950-01-02","gender":"male"}
                {"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/a"},"effectiveDateTime":"2026-01-14","valueQuantity":{"value":71,"system":"http://unitsofmeasure.org","code":"/min"}}
                """
            ),
            _ => Encoding.UTF8.GetBytes(
                """
                {"resourceType":"Bundle","type":"collection","entry":[
                {"fullUrl":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a","resource":{"resourceType":"Patient","name":[{"family":"王"}],"birthDate":"1950-01-02"}},
                {"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"},"effectiveDateTime":"2026-05-01T08:00:00+08:00","valueQuantity":{"value":132.5,"system":"http://unitsofmeasure.org","code":"mm[Hg]"},"referenceRange":[{"high":{"value":140}}]}},
                {"resource":{"resourceType":"Condition","id":"c","code":{"coding":[{"system":"http://snomed.info/sct","code":"38341003"}]},"subject":{"reference":"Patient?identifier=urn:h|7"},"onsetDateTime":"2019-06"}}]}
                """
            ),
        };
}
