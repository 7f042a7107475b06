using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Exchange.Tests.Import;

/// <summary>The files of <c>samples/import</c> do what their README says.</summary>
public sealed class SampleFilesTests
{
    [Fact]
    public async Task Good_samples_are_taken_and_bad_ones_refused_for_the_reason_stated()
    {
        await using var hospital = new TestHospital();
        var good = await hospital.Importer.ImportAsync(Origin.Command("test"), ImportSource.FromPath(Samples("good")));
        good.Refused.Should().BeEmpty();
        good.Resources.Should().Be(3 + 2 + 6 + 3);

        var bad = await hospital.Importer.ImportAsync(Origin.Command("test"), ImportSource.FromPath(Samples("bad")));

        bad.Refused.Select(r => (r.Place, r.Code))
            .Should()
            .BeEquivalentTo([
                ("one-bad-entry.json, entry[1] (Patient)", RefusalCodes.NotFhir),
                ("one-bad-entry.json", RefusalCodes.BundleRefused),
                ("one-bad-line.ndjson, line 2", RefusalCodes.NotFhir),
                (
                    bad.Refused.Single(r => r.Place.StartsWith("truncated", StringComparison.Ordinal)).Place,
                    RefusalCodes.NotJson
                ),
                (
                    bad.Refused.Single(r => r.Place.StartsWith("film", StringComparison.Ordinal)).Place,
                    RefusalCodes.Dicom
                ),
                ("no-unit-column.csv, line 1", RefusalCodes.MissingColumn),
                ("readings.csv, line 2", RefusalCodes.UnknownUnit),
                ("readings.csv, line 3", RefusalCodes.FutureDate),
                ("readings.csv, line 4", RefusalCodes.Impossible),
                ("readings.csv, line 5", RefusalCodes.Impossible),
                ("readings.csv, line 6", RefusalCodes.Impossible),
                ("readings.csv, line 7", RefusalCodes.MissingValue),
                ("readings.csv, line 8", RefusalCodes.UnknownPatient),
                ("readings.csv, line 9", RefusalCodes.NotADate),
                ("readings.csv, line 10", RefusalCodes.WrongColumns),
            ]);
        bad.Resources.Should().Be(2);
    }

    private static string Samples(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "samples", "import", name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        throw new DirectoryNotFoundException("samples/import is not above the test's folder.");
    }
}
