using System.Collections.Frozen;
using Xinglin.Terminology.Text;

namespace Xinglin.Terminology.Codes;

/// <summary>
/// Names of the codes that the product shows, in Chinese and in English. The names are short clinical names written for
/// this product in the wording of hospital reports; they are not the code systems' own descriptions.
/// </summary>
/// <remarks>
/// Sources and licences of the codes themselves. LOINC: this material contains content from LOINC (http://loinc.org),
/// copyright Regenstrief Institute, Inc. and the LOINC Committee, available at no cost under the licence at
/// http://loinc.org/license. SNOMED CT: codes only, property of SNOMED International; using them in production needs the
/// national or affiliate licence of the place. ICD-10: World Health Organization. RxNorm: U.S. National Library of
/// Medicine, public. ATC: WHO Collaborating Centre for Drug Statistics Methodology.
/// </remarks>
public static class CodeNames
{
    private static readonly FrozenDictionary<(string System, string Code), BilingualText> Names = Gather();

    /// <summary>The name of a code, or null when the product does not know it.</summary>
    /// <remarks>An ICD-10 code that is longer than the known one (<c>I10.x00</c>, <c>E11.900</c>) finds its stem.</remarks>
    public static BilingualText? Name(string? system, string? code)
    {
        if (system is null || code is null)
        {
            return null;
        }
        if (Names.GetValueOrDefault((system, code)) is { } known)
        {
            return known;
        }
        if (system is not (CodeSystems.Icd10 or CodeSystems.Icd10Cm or CodeSystems.Icd10China))
        {
            return null;
        }
        for (var length = Math.Min(code.Length, 7); length >= 3; length--)
        {
            if (Names.GetValueOrDefault((CodeSystems.Icd10, code[..length].TrimEnd('.'))) is { } stem)
            {
                return stem;
            }
        }
        return null;
    }

    /// <summary>The name of a LOINC code, or the code itself.</summary>
    public static BilingualText Loinc(string code) => Name(CodeSystems.Loinc, code) ?? new BilingualText(code, code);

    /// <summary>The name of a SNOMED CT code, or the code itself.</summary>
    public static BilingualText Snomed(string code) => Name(CodeSystems.Snomed, code) ?? new BilingualText(code, code);

    private static FrozenDictionary<(string, string), BilingualText> Gather()
    {
        var names = new Dictionary<(string, string), BilingualText>();
        Read(CodeSystems.Loinc, LoincNames.VitalSigns);
        Read(CodeSystems.Loinc, LoincNames.Laboratory);
        Read(CodeSystems.Loinc, LoincNames.Other);
        Read(CodeSystems.Snomed, ConditionNames.Snomed);
        Read(CodeSystems.Snomed, ConditionNames.SnomedAllergies);
        Read(CodeSystems.Icd10, ConditionNames.Icd10);
        Read(CodeSystems.RxNorm, MedicationNames.RxNorm);
        Read(CodeSystems.Atc, MedicationNames.Atc);
        Read(CodeSystems.ObservationCategory, StatusNames.ObservationCategory);
        Read(CodeSystems.Interpretation, StatusNames.Interpretation);
        Read(CodeSystems.ConditionClinical, StatusNames.ConditionClinical);
        Read(CodeSystems.ConditionVerification, StatusNames.ConditionVerification);
        Read(CodeSystems.MedicationRequestStatus, StatusNames.MedicationRequestStatus);
        Read(CodeSystems.MedicationStatementStatus, StatusNames.MedicationStatementStatus);
        Read(CodeSystems.DicomModality, StatusNames.Modality);
        return names.ToFrozenDictionary();

        void Read(string system, string table)
        {
            foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var cells = line.Trim().Split('|');
                names.Add((system, cells[0]), new BilingualText(cells[1], cells[2]));
            }
        }
    }
}
