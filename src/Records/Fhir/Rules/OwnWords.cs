using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// The extensions by which this server writes down what only it and the persons at its pages know: who sealed a chart, what follows a
/// signed document, what became of a draft, what cannot be read back. Content from outside says none of it. Extensions that carry
/// data (<see cref="Data"/>) come back with what was exported.
/// </summary>
internal static class OwnWords
{
    private const string Base = CodeSystems.Base + "StructureDefinition/";
    private static readonly byte[] BaseBytes = Encoding.UTF8.GetBytes(Base);

    /// <summary>Of this server, and only data.</summary>
    private static readonly HashSet<string> Data = new(StringComparer.Ordinal)
    {
        Labels.OriginalQuantity,
        Labels.UnreadableImage,
        Labels.TransferSyntax,
        Labels.ProbabilityInterval,
    };

    /// <summary>What each text with such a word holds somewhere: without it nothing need be looked through.</summary>
    public static ReadOnlySpan<byte> Sign => BaseBytes;

    /// <summary>The first such word of a resource or of what is inside it; null when there is none.</summary>
    public static string? In(Resource resource)
    {
        string? found = null;
        Elements.Each(
            resource,
            value =>
            {
                found ??= value switch
                {
                    Extension { Url: { } url } when IsOwn(url) => url,
                    Coding { System: { } system } when IsOwn(system) => system,
                    _ => null,
                };
                return found is null;
            }
        );
        return found;
    }

    private static bool IsOwn(string url) => url.StartsWith(Base, StringComparison.Ordinal) && !Data.Contains(url);
}
