using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Storage.Verification;

/// <summary>A version with what is made of its text.</summary>
/// <param name="Resource">Null for a deletion, what cannot be read, and past versions that nothing depends on.</param>
/// <param name="Rows">Of the current version, its rows of the search index.</param>
internal sealed record ReadVersion(
    LyingVersion Version,
    bool IsMarked,
    Resource? Resource,
    IReadOnlyList<IndexRow> Rows
);

/// <summary>
/// Reads versions several at a time on all cores, because that is what a verification spends its time with; in order, and with
/// no more text in memory than a few.
/// </summary>
internal static class ReadVersions
{
    private const int MostAtOnce = 512;
    private const int MostBytes = 16 << 20;
    private static readonly byte[] SyntheticCode = Encoding.ASCII.GetBytes($"\"{Labels.TestHealthData}\"");

    public static IEnumerable<ReadVersion> Of(IEnumerable<LyingVersion> versions)
    {
        foreach (var some in Portions(versions))
        {
            var read = new ReadVersion[some.Count];
            Parallel.For(0, some.Count, i => read[i] = Read(some[i]));
            foreach (var one in read)
                yield return one;
        }
    }

    /// <summary>The content of a version; null for a deletion and for what cannot be read.</summary>
    public static Resource? ContentOf(LyingVersion version)
    {
        if (version.Json.Length == 0)
            return null;
        try
        {
            return FhirText.FromStore(version.Json);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ReadVersion Read(LyingVersion version)
    {
        var isMarked = version.Json.AsSpan().IndexOf(SyntheticCode) >= 0;
        var mayHold =
            version.Kind is OriginKind.Person or OriginKind.Product or OriginKind.Unknown
            && version.Type is "DiagnosticReport" or "Provenance";
        var resource = version.Current is not null || isMarked || mayHold ? ContentOf(version) : null;
        return new(
            version,
            isMarked,
            resource,
            version.Current is null || resource is null ? [] : IndexRow.Of(resource)
        );
    }

    private static IEnumerable<List<LyingVersion>> Portions(IEnumerable<LyingVersion> versions)
    {
        var (some, bytes) = (new List<LyingVersion>(), 0L);
        foreach (var version in versions)
        {
            some.Add(version);
            bytes += version.Json.Length;
            if (some.Count < MostAtOnce && bytes < MostBytes)
                continue;
            yield return some;
            (some, bytes) = ([], 0);
        }
        yield return some;
    }
}
