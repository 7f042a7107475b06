using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>What became of everything that was offered. Serialises as it is to JSON.</summary>
/// <param name="Accepted">What is now kept, one line for each file, Bundle, NDJSON file or table.</param>
/// <param name="Refused">What is not kept, one line for each rejected item, with its reason and fix.</param>
/// <param name="Resources">Resources written or found unchanged.</param>
/// <param name="Unchanged">Of these, those that were there already, word for word: nothing was written for them.</param>
/// <param name="TasksRequested">Pieces of analysis requested in the same transactions.</param>
/// <param name="Seconds">Elapsed time.</param>
public sealed record ImportReport(
    IReadOnlyList<AcceptedItem> Accepted,
    IReadOnlyList<RejectedItem> Refused,
    int Resources,
    int Unchanged,
    int TasksRequested,
    double Seconds
)
{
    /// <summary>The patients whose records were touched, whose data were rejected, and whom the conditions of an import found.</summary>
    public IReadOnlyList<string> Patients =>
        [.. Accepted.SelectMany(a => a.Patients).Concat(About).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whose data it was, where nothing was accepted as well.</summary>
    internal IReadOnlyCollection<string> About { get; init; } = [];

    /// <summary>How many items were rejected, those included that are not listed one by one.</summary>
    public int RefusedItems
    {
        get => field > 0 ? field : Refused.Count(item => !item.IsNote);
        init;
    }

    /// <summary>How it ended, for the audit trail: <c>ok</c>, or how many items were rejected.</summary>
    public string EndedAs() => Refused.Count == 0 ? "ok" : $"{RefusedItems} rejected";

    /// <summary>Says that an upload had more files than are looked at.</summary>
    internal static ImportReport TooManyFiles(int most) =>
        new(
            [],
            [
                new(
                    "upload",
                    RejectionCodes.TooLarge,
                    BilingualText.Of(
                        $"一次上传超过 {most} 个文件，其余未再查看。",
                        $"The upload holds more than {most} files: the rest was not looked at."
                    ),
                    new("请分次上传，或打包为 zip 上传。", "Send them in several uploads, or as one zip.")
                ),
            ],
            0,
            0,
            0,
            0
        );

    /// <summary>Several reports as one.</summary>
    public static ImportReport Join(IReadOnlyList<ImportReport> reports) =>
        reports is [var only]
            ? only
            : new(
                [.. reports.SelectMany(r => r.Accepted)],
                [.. reports.SelectMany(r => r.Refused)],
                reports.Sum(r => r.Resources),
                reports.Sum(r => r.Unchanged),
                reports.Sum(r => r.TasksRequested),
                reports.Sum(r => r.Seconds)
            )
            {
                RefusedItems = reports.Sum(r => r.RefusedItems),
                About = [.. reports.SelectMany(r => r.About)],
            };
}

/// <summary>Something that is now kept.</summary>
/// <param name="Place">File, or file inside a zip.</param>
/// <param name="Kind">One of <see cref="ImportKinds"/>.</param>
/// <param name="Became">What it became, in words.</param>
/// <param name="Resources">How many resources, tasks not counted.</param>
/// <param name="Unchanged">How many of them were there already.</param>
/// <param name="ByType">Resources by type.</param>
/// <param name="Patients">Ids of the patients concerned.</param>
public sealed record AcceptedItem(
    string Place,
    string Kind,
    BilingualText Became,
    int Resources,
    int Unchanged,
    IReadOnlyDictionary<string, int> ByType,
    IReadOnlyList<string> Patients
);

/// <summary>Something that is not kept. Nothing of it was stored.</summary>
/// <param name="Place">File, and inside it the line, entry or byte.</param>
/// <param name="Code">A stable word, one of <see cref="RejectionCodes"/>.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record RejectedItem(
    string Place,
    string Code,
    BilingualText Reason,
    [property: JsonPropertyName("mend")] BilingualText Remedy
)
{
    /// <summary>It is no item of the sender's, but says what became of those that are not listed.</summary>
    internal bool IsNote => Code is RejectionCodes.More or RejectionCodes.Stopped;
}

/// <summary>The kinds of input, recognised by their content.</summary>
public static class ImportKinds
{
    public const string FhirResource = "fhir";
    public const string FhirBundle = "fhir-bundle";
    public const string FhirLines = "ndjson";
    public const string HomeReadings = "home-readings";
    public const string Dicom = "dicom";
}

/// <summary>Why something was rejected. Each is described in docs/guides/import.md.</summary>
public static class RejectionCodes
{
    public const string NotFound = "not-found";
    public const string Empty = "empty";
    public const string TooLarge = "too-large";
    public const string UnknownKind = "unknown-kind";
    public const string ArchiveUnsafe = "archive-unsafe";
    public const string ArchiveDamaged = "archive-damaged";
    public const string Encoding = "encoding";
    public const string NotJson = "not-json";
    public const string NotFhir = "not-fhir";
    public const string ClinicalDocument = "ccda";
    public const string Unreadable = "unreadable";
    public const string Character = "forbidden-character";
    public const string WorkFailed = "work-failed";
    public const string Reference = "reference-unresolved";
    public const string BundleRefused = "bundle-refused";
    public const string BundleKind = "bundle-kind";
    public const string Protected = "protected";
    public const string Withdrawn = "withdrawn";
    public const string MissingColumn = "missing-column";
    public const string MissingValue = "missing-value";
    public const string WrongColumns = "wrong-columns";
    public const string UnknownPatient = "unknown-patient";
    public const string AmbiguousPatient = "ambiguous-patient";
    public const string PatientContradicts = "patient-contradicts";
    public const string UnknownVariable = "unknown-variable";
    public const string UnknownUnit = "unknown-unit";
    public const string NotANumber = "not-a-number";
    public const string Impossible = "impossible-value";
    public const string FutureDate = "future-date";
    public const string NotADate = "not-a-date";
    public const string Dicom = "dicom-damaged";
    public const string DicomAttribute = "dicom-attribute-missing";
    public const string DicomConflict = "dicom-conflict";
    public const string More = "more";
    public const string Stopped = "stopped";
}
