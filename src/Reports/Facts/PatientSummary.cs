using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>What a note says of the patient besides the reading: who, and which problems and medicines bear on it.</summary>
/// <param name="Sex">FHIR administrative gender: <c>male</c>, <c>female</c>, <c>other</c>, <c>unknown</c>; null when not recorded.</param>
/// <param name="Problems">Active problems, most recent first.</param>
/// <param name="Medications">Medicines in use.</param>
public sealed record PatientSummary(
    string Id,
    BilingualText? Name,
    string? Sex,
    DateOnly? BirthDate,
    IReadOnlyList<NamedItem> Problems,
    IReadOnlyList<NamedItem> Medications
)
{
    /// <summary>The day of death, where it is known.</summary>
    public DateOnly? Died { get; init; }

    /// <summary>Completed years at a moment, of a deceased patient at most those at death; null when the date of birth is not recorded or lies after it.</summary>
    public int? AgeAt(DateTimeOffset moment)
    {
        if (BirthDate is not { } born)
        {
            return null;
        }
        var day = DateOnly.FromDateTime(moment.Date);
        if (Died is { } died && died < day && died >= born)
        {
            day = died;
        }
        var age = day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
        return age < 0 ? null : age;
    }
}

/// <summary>A problem or a medicine: its name and the resource that says so.</summary>
public sealed record NamedItem(BilingualText Label, string Source, DateTimeOffset? Since = null);
