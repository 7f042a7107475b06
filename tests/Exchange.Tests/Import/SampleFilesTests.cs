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
                ("one-bad-entry.json, entry[1] (Patient)", RejectionCodes.NotFhir),
                ("one-bad-entry.json", RejectionCodes.BundleRefused),
                ("one-bad-line.ndjson, line 2", RejectionCodes.NotFhir),
                (
                    bad.Refused.Single(r => r.Place.StartsWith("truncated", StringComparison.Ordinal)).Place,
                    RejectionCodes.NotJson
                ),
                (
                    bad.Refused.Single(r => r.Place.StartsWith("film", StringComparison.Ordinal)).Place,
                    RejectionCodes.Dicom
                ),
                ("no-unit-column.csv, line 1", RejectionCodes.MissingColumn),
                ("readings.csv, line 2", RejectionCodes.UnknownUnit),
                ("readings.csv, line 3", RejectionCodes.FutureDate),
                ("readings.csv, line 4", RejectionCodes.Impossible),
                ("readings.csv, line 5", RejectionCodes.Impossible),
                ("readings.csv, line 6", RejectionCodes.Impossible),
                ("readings.csv, line 7", RejectionCodes.MissingValue),
                ("readings.csv, line 8", RejectionCodes.UnknownPatient),
                ("readings.csv, line 9", RejectionCodes.NotADate),
                ("readings.csv, line 10", RejectionCodes.WrongColumns),
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
