using System.Text.RegularExpressions;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Whether a record names hypertension, or a medicine that lowers blood pressure: only then there is a treatment to adjust.</summary>
internal static partial class PressureTreatment
{
    public static bool IsKnown(PatientSummary patient) =>
        patient.Problems.Any(problem => Says(problem.Label, Hypertension()) && !Says(problem.Label, Elsewhere()))
        || patient.Medications.Any(medicine => Says(medicine.Label, Medicine()));

    private static bool Says(BilingualText label, Regex words) => words.IsMatch(label.Zh) || words.IsMatch(label.En);

    [GeneratedRegex("高血压|hypertensi", RegexOptions.IgnoreCase)]
    private static partial Regex Hypertension();

    [GeneratedRegex(
        "肺动脉|门静脉|门脉|眼|颅内|白大衣|pulmonary|portal|ocular|intracranial|white.coat",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Elsewhere();

    // The stems of the international non-proprietary names of the classes (WHO), and single substances without a stem.
    [GeneratedRegex(
        "普利|沙坦|地平|洛尔|噻嗪|吲达帕胺|螺内酯|依普利酮|唑嗪|可乐定|乌拉地尔|利血平|维拉帕米|地尔硫|降压|"
            + @"\w+(pril|prilat|sartan|dipine|olol|alol|thiazide|azosin)\b|indapamide|chlort(h)?alidone|spironolactone|eplerenone|"
            + "clonidine|methyldopa|moxonidine|urapidil|reserpine|verapamil|diltiazem|aliskiren|antihypertensive",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Medicine();
}
