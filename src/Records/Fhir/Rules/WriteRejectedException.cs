using Xinglin.Terminology.Text;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>How a rule of the commit is broken.</summary>
public enum RejectionKind
{
    /// <summary>The content itself may not be stored (HTTP 422).</summary>
    Content,

    /// <summary>What is there may not be touched by this sender (HTTP 403).</summary>
    Forbidden,

    /// <summary>A signed document rests on what is there (HTTP 409).</summary>
    InUse,
}

/// <summary>A rule of the commit forbids a write. Nothing of its transaction was stored. The words name places, never contents.</summary>
/// <param name="element">The element at fault, without the type; null when it is the resource as a whole.</param>
public sealed class WriteRejectedException(
    RejectionKind kind,
    string type,
    string? id,
    BilingualText reason,
    string? element = null
) : Exception(reason.En)
{
    public RejectionKind Kind { get; } = kind;
    public string Type { get; } = type;
    public string? Id { get; } = id;
    public BilingualText Reason { get; } = reason;

    /// <summary>Which of the writes of a transaction it is, from 0.</summary>
    public int Index { get; set; }

    /// <summary>FHIRPath of the element at fault, such as <c>Provenance.signature</c>; null for the whole resource.</summary>
    public string? Place { get; } = element is null ? null : $"{type}.{element}";
}
