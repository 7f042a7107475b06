using Hl7.Fhir.Model;

namespace Xinglin.Records.Charts;

/// <summary>How certain a recorded condition or allergy is, and whether it is still there.</summary>
public static class ProblemStatus
{
    public const string Refuted = "refuted";
    private static readonly string[] Uncertain = ["unconfirmed", "presumed", "provisional", "differential"];
    private static readonly string[] Over = ["resolved", "inactive", "remission"];

    /// <summary>The code of its verification; null where none was sent.</summary>
    public static string? Of(Condition condition) => CodeOf(condition.VerificationStatus);

    /// <inheritdoc cref="Of(Condition)"/>
    public static string? Of(AllergyIntolerance allergy) => CodeOf(allergy.VerificationStatus);

    /// <summary>Somebody found that it is not so.</summary>
    public static bool IsRefuted(this Condition condition) => Says(condition.VerificationStatus, Refuted);

    /// <inheritdoc cref="IsRefuted(Condition)"/>
    public static bool IsRefuted(this AllergyIntolerance allergy) => Says(allergy.VerificationStatus, Refuted);

    /// <summary>It is said without reserve: neither refuted nor unconfirmed, provisional or one of several possibilities.</summary>
    public static bool IsFact(this Condition condition) =>
        !condition.IsRefuted() && !Says(condition.VerificationStatus, Uncertain);

    /// <inheritdoc cref="IsFact(Condition)"/>
    public static bool IsFact(this AllergyIntolerance allergy) =>
        !allergy.IsRefuted() && !Says(allergy.VerificationStatus, Uncertain);

    /// <summary>Resolved, inactive or in remission.</summary>
    public static bool IsOver(this Condition condition) => Says(condition.ClinicalStatus, Over);

    /// <inheritdoc cref="IsOver(Condition)"/>
    public static bool IsOver(this AllergyIntolerance allergy) => Says(allergy.ClinicalStatus, Over);

    private static bool Says(CodeableConcept? status, params string[] codes) =>
        status?.Coding.Exists(coding => codes.Contains(coding.Code)) == true;

    private static string? CodeOf(CodeableConcept? status) =>
        status?.Coding.Select(coding => coding.Code).FirstOrDefault(code => !string.IsNullOrEmpty(code))
        ?? status?.Text;
}
