using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Checking;

/// <summary>Something that a finished text says and none of the facts it cites holds.</summary>
/// <param name="SentenceId">The sentence.</param>
/// <param name="Start">Where the excerpt begins in the sentence, from 0.</param>
/// <param name="Excerpt">The words objected to, as they stand.</param>
/// <param name="Message">What is wrong and what the facts say instead.</param>
/// <param name="Justified">True when a person has written why the sentence departs from its facts.</param>
public sealed record Violation(
    string SentenceId,
    ViolationKind Kind,
    int Start,
    string Excerpt,
    BilingualText Message,
    bool Justified = false
);

[JsonConverter(typeof(JsonStringEnumConverter<ViolationKind>))]
public enum ViolationKind
{
    Number,
    Unit,
    Date,
    Laterality,
    Finding,
    Negation,
    Direction,
    Sex,
    Name,
    NoEvidence,
}
