using System.Text.Json.Serialization;
using Xinglin.Analysis.Predictions;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Documents;

/// <summary>The document that a reading leads to, written in both languages from the same facts.</summary>
/// <param name="Id">The id of the DiagnosticReport that carries it.</param>
/// <param name="Facts">Every fact that a sentence of either language rests on.</param>
/// <param name="Texts">One text for each language tag, <c>zh-CN</c> and <c>en</c>.</param>
/// <param name="Decisions">What the clinician decided of each finding, by finding id.</param>
public sealed record Draft(
    string Id,
    DocumentKind Kind,
    string PatientId,
    [property: JsonPropertyName("reading")] Prediction Prediction,
    IReadOnlyList<Fact> Facts,
    IReadOnlyDictionary<string, DraftText> Texts,
    IReadOnlyDictionary<string, Decision> Decisions
)
{
    /// <summary>Who decided each finding, by finding id; null in drafts from before that was kept.</summary>
    public IReadOnlyDictionary<string, FindingDecision>? DecidedBy { get; init; }

    /// <summary>The signed document that this one follows; null for one of its own.</summary>
    public DocumentFollowUp? FollowUp { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<DocumentKind>))]
public enum DocumentKind
{
    Diagnosis,
    Forecast,
    Imaging,
}

/// <summary>The text of a draft in one language.</summary>
public sealed record DraftText(string Language, string Title, IReadOnlyList<DraftSection> Sections);

/// <param name="Code">A stable word, such as <c>findings</c> or <c>impression</c>.</param>
public sealed record DraftSection(string Code, string Heading, IReadOnlyList<Sentence> Sentences);

/// <summary>One sentence and what it rests on.</summary>
/// <param name="Id">Unique within the draft text.</param>
/// <param name="FactIds">The facts it rests on; empty only for a sentence typed by a person.</param>
/// <param name="Author">Null while the program's own words stand; otherwise the user who typed or changed it.</param>
/// <param name="Original">The program's words, where a person changed them.</param>
/// <param name="Justification">Why the writer departed from a fact; needed before signing when a number was edited away.</param>
/// <param name="Deleted">True when its finding was rejected: kept to be seen and undone, but no longer part of the document.</param>
public sealed record Sentence(
    string Id,
    string Text,
    IReadOnlyList<string> FactIds,
    string? Author = null,
    string? Original = null,
    string? Justification = null,
    [property: JsonPropertyName("struck")] bool Deleted = false
);

/// <summary>Something known, with where and when it is known from.</summary>
/// <param name="Id">Unique within the draft.</param>
/// <param name="Kind">A stable word: <c>observation</c>, <c>probability</c>, <c>forecast</c>, <c>finding</c>, <c>model</c>,
/// <c>patient</c>, <c>guideline</c>, <c>imputed</c>.</param>
/// <param name="Numbers">Every number that a sentence may say on the strength of this fact, with its unit.</param>
/// <param name="Source">A reference <c>Type/id</c>, or the citation of a guideline.</param>
/// <param name="Until">The end of the time that the fact covers, where it covers more than a moment.</param>
/// <param name="Present">For a finding or problem: true when it is held to be there, false when it is held not to be; otherwise null.</param>
/// <param name="Direction">For a trend or a limit: one of <see cref="Directions"/>; otherwise null.</param>
public sealed record Fact(
    string Id,
    string Kind,
    BilingualText Label,
    BilingualText Statement,
    IReadOnlyList<FactNumber> Numbers,
    DateTimeOffset? Time,
    string? Source,
    string? FindingId = null,
    string? Laterality = null,
    DateTimeOffset? Until = null,
    bool? Present = null,
    string? Direction = null
);

/// <param name="Unit">UCUM unit, <c>%</c> for a percentage, empty for a bare number.</param>
/// <param name="Role">What the number is within its fact, one of <see cref="NumberRoles"/>.</param>
public sealed record FactNumber(double Value, string Unit, string Role = NumberRoles.Value);

/// <summary>What a number is within its fact. A text may say "71–90 %" only for a low and a high of the same fact.</summary>
public static class NumberRoles
{
    public const string Value = "value";
    public const string Low = "low";
    public const string High = "high";
    public const string ReferenceLow = "reference-low";
    public const string ReferenceHigh = "reference-high";

    /// <summary>How sure an interval is, such as 90 %.</summary>
    public const string Level = "level";
    public const string Threshold = "threshold";
    public const string Systolic = "systolic";
    public const string Diastolic = "diastolic";

    /// <summary>The value as the device or the laboratory sent it, before conversion.</summary>
    public const string Original = "original";
}

/// <summary>Which way a course goes, or where a value is to its limit.</summary>
public static class Directions
{
    public const string Rising = "rising";
    public const string Falling = "falling";
    public const string Steady = "steady";

    /// <summary>The last week went one way and the forecast does not follow it.</summary>
    public const string Unsettled = "unsettled";
    public const string Above = "above";
    public const string Below = "below";
    public const string Within = "within";
}

[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    Accepted,
    Rejected,
}
