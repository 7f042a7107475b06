using Hl7.Fhir.Model;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>
/// A text in two languages inside FHIR: English as the text, Chinese (<c>lang</c> = <c>zh-CN</c>) in the standard
/// <c>translation</c> extension.
/// </summary>
public static class Translations
{
    public static FhirString Text(BilingualText text)
    {
        var english = new FhirString(text.En);
        var chinese = new Extension { Url = Labels.Translation };
        chinese.AddExtension("lang", new Code("zh-CN"));
        chinese.AddExtension("content", new FhirString(text.Zh));
        english.Extension.Add(chinese);
        return english;
    }

    public static CodeableConcept Concept(BilingualText text) => new() { TextElement = Text(text) };

    /// <summary>Both languages; the text itself stands for a translation that is missing. Null when there is no text.</summary>
    public static BilingualText? Read(FhirString? text) =>
        text?.Value is { } english ? new(Chinese(text) ?? english, english) : null;

    /// <inheritdoc cref="Read(FhirString)"/>
    public static BilingualText? Read(CodeableConcept? concept) => Read(concept?.TextElement);

    /// <summary>The Chinese of a text, or null.</summary>
    public static string? Chinese(FhirString? text) =>
        text?.GetExtension(Labels.Translation)?.GetExtensionValue<FhirString>("content")?.Value;
}
