using System.Globalization;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// How long signed documents and what they rest on are kept, from the signature on: settings of the environment, so that they hold
/// for every process on the records.
/// </summary>
/// <param name="Inpatient">Years of documents of patients who were admitted, or of whom no visit is known.</param>
/// <param name="Outpatient">Years of documents of patients who were seen as outpatients only.</param>
public sealed record RetentionPeriods(int Inpatient, int Outpatient)
{
    public const string InpatientVariable = "XINGLIN_KEEP_INPATIENT_YEARS";
    public const string OutpatientVariable = "XINGLIN_KEEP_OUTPATIENT_YEARS";

    /// <summary>30 and 15 years, as medical records are kept in China (医疗机构病历管理规定, 2013, article 29).</summary>
    public static readonly RetentionPeriods Usual = new(30, 15);

    /// <summary>Classes of an encounter (v3 ActCode) that are a stay in hospital.</summary>
    private static readonly string[] Stays = ["IMP", "ACUTE", "NONAC", "OBSENC", "SS"];

    /// <summary>As the environment says. What is no whole number of 1 to 200 years counts as the longer of the usual ones.</summary>
    public static RetentionPeriods Of(Func<string, string?> environment) =>
        new(
            Years(environment(InpatientVariable), Usual.Inpatient),
            Years(environment(OutpatientVariable), Usual.Outpatient)
        );

    public static RetentionPeriods Current => Of(Environment.GetEnvironmentVariable);

    /// <summary>Until when a document that was signed at a moment is kept.</summary>
    /// <param name="visits">
    /// Every version of its patient's encounters with the time of the version, also of those that were changed or deleted since:
    /// what shortens the time afterwards does not count. None known at the signature counts as a stay.
    /// </param>
    public DateTimeOffset Until(
        DateTimeOffset signed,
        IReadOnlyCollection<(DateTimeOffset At, Encounter Visit)> visits
    ) =>
        signed.AddYears(
            !visits.Any(one => one.At <= signed) || visits.Any(one => IsStay(one.Visit)) ? Inpatient : Outpatient
        );

    private static bool IsStay(Encounter encounter) =>
        encounter.Class?.Code is not { } code || Stays.Contains(code, StringComparer.OrdinalIgnoreCase);

    private static int Years(string? text, int usual) =>
        string.IsNullOrWhiteSpace(text) ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years is >= 1 and <= 200
            ? years
        : Usual.Inpatient;
}
