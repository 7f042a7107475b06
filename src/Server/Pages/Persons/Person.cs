using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Facts;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Persons;

/// <summary>A patient as named on lists and headers.</summary>
/// <param name="Number">The hospital's own number; the short form of the id where there is none.</param>
/// <param name="Sex">FHIR administrative gender; null when not recorded.</param>
/// <param name="Age">Completed years, of a deceased patient those at death; null when the date of birth is not known.</param>
public sealed partial record Person(
    string Id,
    string Number,
    BilingualText Name,
    AdministrativeGender? Sex,
    int? Age,
    string? Born,
    bool Synthetic
)
{
    public bool Deceased { get; private init; }

    /// <summary>The date of death as it was written; null where none was.</summary>
    public string? Died { get; private init; }

    private const string Language = "http://hl7.org/fhir/StructureDefinition/language";

    public BilingualText SexText =>
        Sex switch
        {
            AdministrativeGender.Male => BadgeWords.Male,
            AdministrativeGender.Female => BadgeWords.Female,
            AdministrativeGender.Other => BadgeWords.OtherSex,
            _ => BadgeWords.UnknownSex,
        };

    public string AgeText =>
        Deceased
            ? Age is { } atDeath
                ? Localizer.T(BadgeWords.AgedAtDeath, atDeath)
                : Localizer.T(BadgeWords.AgeAtDeathUnknown)
            : Age is { } age
                ? Localizer.T(BadgeWords.Years, age)
                : Localizer.T(BadgeWords.AgeUnknown);

    /// <summary>Name, sex and age in one line: <c>王秀英 女 71岁</c>.</summary>
    public string Line => $"{Localizer.T(Name)} {Localizer.T(SexText)} {AgeText}";

    public static Person Of(Patient sent, DateTimeOffset now)
    {
        var patient = LongTexts.Shortened(sent);
        return new(
            patient.Id!,
            HiddenCharacters.Shown(PatientSummaries.Number(patient)),
            NameOf(patient),
            patient.Gender,
            Deaths.Is(patient) && Deaths.Of(patient) is null
                ? null
                : AgeAt(ChartTimes.Of(patient.BirthDateElement)?.At, Deaths.Of(patient)?.At ?? now),
            patient.BirthDate,
            Labels.IsSynthetic(patient)
        )
        {
            Deceased = Deaths.Is(patient),
            Died = Deaths.Of(patient)?.Written,
        };
    }

    // A birth before anybody living counts as a slip of the pen: no age follows from it.
    private const int MostYears = 150;

    private static int? AgeAt(DateTimeOffset? birth, DateTimeOffset now)
    {
        if (birth is not { } born || born > now || born.Year < now.Year - MostYears)
            return null;
        var years = now.Year - born.Year;
        return born.AddYears(years).Date > now.Date ? years - 1 : years;
    }

    private static BilingualText NameOf(Patient patient)
    {
        if (Damage.IsDamaged(patient))
            return Damage.PatientWords;
        var names = patient
            .Name.Where(name => name.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden))
            .Select(name => (Text: Written(name), Tag: (name.GetExtension(Language)?.Value as Code)?.Value ?? ""))
            .Where(name => name.Text.Length > 0)
            .ToList();
        var zh = names
            .FirstOrDefault(name => name.Tag.StartsWith("zh", StringComparison.Ordinal) || Han().IsMatch(name.Text))
            .Text;
        var en = names
            .FirstOrDefault(name => name.Tag.StartsWith("en", StringComparison.Ordinal) || !Han().IsMatch(name.Text))
            .Text;
        var nameless = new BilingualText("（无姓名）", "(no name)");
        return new(LongTexts.Shortened(zh ?? en ?? nameless.Zh), LongTexts.Shortened(en ?? zh ?? nameless.En));
    }

    private static string Written(HumanName name)
    {
        if (!string.IsNullOrWhiteSpace(name.Text))
            return name.Text.Trim();
        var parts = name.Given.Append(name.Family).Where(part => !string.IsNullOrWhiteSpace(part)).ToList();
        return parts.Exists(part => Han().IsMatch(part!))
            ? name.Family + string.Concat(name.Given)
            : string.Join(' ', parts);
    }

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Han();
}
