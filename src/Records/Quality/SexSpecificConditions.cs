using System.Collections.Frozen;
using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Quality;

/// <summary>Diagnoses that only one sex can have.</summary>
/// <remarks>
/// ICD-10: the sex-specific categories of the WHO mortality and morbidity edit tables (ICD-10 volume 2, "Categories limited
/// to, or more likely to occur in, one sex": O00–O99, C51–C58, N70–N98 … for females; C60–C63, N40–N51 … for males).
/// SNOMED CT: the concepts of these conditions that the product has names for. The sex meant is the one recorded at
/// registration: a mark asks for a look, and never changes a record.
/// </remarks>
internal static class SexSpecificConditions
{
    private static readonly (string First, string Last)[] FemaleIcd10 =
    [
        ("C51", "C58"),
        ("D06", "D06"),
        ("D25", "D28"),
        ("E28", "E28"),
        ("N70", "N77"),
        ("N80", "N98"),
        ("O00", "O99"),
        ("Z32", "Z36"),
        ("Z39", "Z39"),
    ];
    private static readonly (string First, string Last)[] MaleIcd10 =
    [
        ("B26.0", "B26.0"),
        ("C60", "C63"),
        ("D29", "D29"),
        ("E29", "E29"),
        ("N40", "N51"),
    ];
    private static readonly FrozenSet<string> FemaleSnomed = new[]
    {
        "77386006",
        "72892002",
        "11687002",
        "398254007",
        "19169002",
        "156073000",
        "129103003",
        "363354003",
        "363443007",
        "47200007",
        "79586000",
        "35999006",
        "237238006",
    }.ToFrozenSet();
    private static readonly FrozenSet<string> MaleSnomed = new[]
    {
        "399068003",
        "266569009",
        "9713002",
        "363449006",
        "860914002",
    }.ToFrozenSet();

    /// <summary>The only sex that can have the condition, or null when both can.</summary>
    public static AdministrativeGender? OnlySex(CodeableConcept? code)
    {
        foreach (var coding in code?.Coding ?? [])
        {
            switch (coding.System)
            {
                case CodeSystems.Snomed when FemaleSnomed.Contains(coding.Code ?? ""):
                    return AdministrativeGender.Female;
                case CodeSystems.Snomed when MaleSnomed.Contains(coding.Code ?? ""):
                    return AdministrativeGender.Male;
                case CodeSystems.Icd10 or CodeSystems.Icd10Cm or CodeSystems.Icd10China:
                    if (Within(FemaleIcd10, coding.Code))
                    {
                        return AdministrativeGender.Female;
                    }
                    if (Within(MaleIcd10, coding.Code))
                    {
                        return AdministrativeGender.Male;
                    }
                    break;
            }
        }
        return null;
    }

    private static bool Within((string First, string Last)[] ranges, string? code) =>
        code is not null
        && ranges.Any(r =>
            code.Length >= r.First.Length
            && string.CompareOrdinal(code[..r.First.Length], r.First) >= 0
            && string.CompareOrdinal(code[..r.Last.Length], r.Last) <= 0
        );
}
