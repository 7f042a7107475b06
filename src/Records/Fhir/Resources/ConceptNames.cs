using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>What a coded concept is called, in Chinese and in English.</summary>
public static class ConceptNames
{
    /// <summary>
    /// The name of a concept: of the first coding that the product knows, else the sender's own words (with their
    /// translation, or the same in both languages), else its first code. Never empty.
    /// </summary>
    public static BilingualText Of(CodeableConcept? concept)
    {
        foreach (var coding in concept?.Coding ?? [])
        {
            if (CodeNames.Name(coding.System, coding.Code) is { } name)
            {
                return name;
            }
        }
        if (concept?.Coding.Select(c => Translated(c.DisplayElement)).FirstOrDefault(t => t is not null) is { } carried)
        {
            return carried;
        }
        if (Translated(concept?.TextElement) is { } said)
        {
            return said;
        }
        var words =
            concept?.Text
            ?? concept?.Coding.Select(c => c.Display).FirstOrDefault(d => !string.IsNullOrEmpty(d))
            ?? concept?.Coding.Select(c => c.Code).FirstOrDefault(c => !string.IsNullOrEmpty(c));
        return words is null ? new BilingualText("未编码", "not coded") : new BilingualText(words, words);
    }

    /// <summary>The text and its Chinese translation (<see cref="Labels.Translation"/>), where the sender gave one.</summary>
    private static BilingualText? Translated(FhirString? text) =>
        text?.Value is { } en
        && text.Extension.FirstOrDefault(e =>
            e.Url == Labels.Translation
            && e.GetExtensionValue<Code>("lang")?.Value?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true
        )
            is { } translation
        && translation.GetExtensionValue<FhirString>("content")?.Value is { } zh
            ? new BilingualText(zh, en)
            : null;
}
