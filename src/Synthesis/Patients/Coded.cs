using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Patients;

/// <summary>
/// Codes and texts in both languages: the English is in <c>display</c> and <c>text</c>, the Chinese next to it in
/// the FHIR <c>translation</c> extension (<c>lang</c> = <c>zh-CN</c>).
/// </summary>
internal static class Coded
{
    /// <summary>A concept of one code.</summary>
    public static CodeableConcept Concept(string system, string code, BilingualText label) =>
        Concept(label, (system, code));

    /// <summary>A concept that several code systems know, the one that decides first.</summary>
    public static CodeableConcept Concept(BilingualText label, params (string System, string Code)[] codes) =>
        new()
        {
            Coding = codes
                .Select(c => new Coding
                {
                    System = c.System,
                    Code = c.Code,
                    DisplayElement = Text(label),
                })
                .ToList(),
            TextElement = Text(label),
        };

    /// <inheritdoc cref="Translations.Text"/>
    public static FhirString Text(BilingualText label) => Translations.Text(label);

    /// <summary>A quantity with its UCUM unit.</summary>
    public static Quantity Quantity(double value, string ucum, string? unit = null) =>
        new()
        {
            Value = (decimal)value,
            Unit = unit ?? ucum,
            System = CodeSystems.Ucum,
            Code = ucum,
        };
}
