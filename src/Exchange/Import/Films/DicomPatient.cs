using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;

namespace Xinglin.Exchange.Import.Films;

/// <summary>The patient that a DICOM object names.</summary>
internal static class DicomPatient
{
    private const string NameLanguage = "http://hl7.org/fhir/StructureDefinition/language";

    /// <summary>A new Patient from the header. Its id follows from Patient ID and issuer.</summary>
    /// <param name="another">True: a second person has the same number, so the id follows from name, sex and birth date too.</param>
    public static Patient Create(DataSet data, string patientId, bool synthetic, bool another = false)
    {
        var issuer = Text(data, Tags.IssuerOfPatientID) ?? "";
        var identifier = new Identifier(CodeSystems.PatientNumber, patientId);
        if (issuer.Length > 0)
        {
            identifier.Assigner = new ResourceReference { Display = issuer };
        }
        var patient = new Patient
        {
            Id = DicomIds.Patient(
                issuer,
                another ? $"{patientId}\n{FilmIdentity.Of(data, patientId).Key()}" : patientId
            ),
            Active = true,
            Identifier = [identifier],
            Gender = Text(data, Tags.PatientSex)?.ToUpperInvariant() switch
            {
                "M" => AdministrativeGender.Male,
                "F" => AdministrativeGender.Female,
                "O" => AdministrativeGender.Other,
                _ => AdministrativeGender.Unknown,
            },
            BirthDate = BirthDate(data),
        };
        if (data.GetPersonName(Tags.PatientName) is { } name)
        {
            Add(patient, name.Ideographic, "zh-CN", ideographic: true);
            Add(patient, name.Alphabetic, "en", ideographic: false);
        }
        return synthetic ? Labels.MarkSynthetic(patient) : patient;
    }

    /// <summary>True when both know the date of birth and the dates differ.</summary>
    public static bool Contradicts(DataSet data, Patient patient) =>
        BirthDate(data) is { } sent
        && patient.BirthDate is { Length: > 0 } known
        && !sent.StartsWith(known, StringComparison.Ordinal)
        && !known.StartsWith(sent, StringComparison.Ordinal);

    /// <summary>A text attribute, or null when it is absent, empty or unreadable.</summary>
    public static string? Text(DataSet data, Tag tag)
    {
        try
        {
            return data.GetString(tag) is { } text && !string.IsNullOrWhiteSpace(text)
                ? Characters.Clean(text.Trim())
                : null;
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    internal static string? BirthDate(DataSet data) =>
        DateOnly.TryParseExact(
            Text(data, Tags.PatientBirthDate)?.Replace(".", ""),
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static void Add(Patient patient, string written, string language, bool ideographic)
    {
        var parts = Characters.Clean(written).Split('^').Select(p => p.Trim()).ToArray();
        var family = parts[0];
        var given = parts.Skip(1).Take(2).Where(p => p.Length > 0).ToArray();
        if (family.Length == 0 && given.Length == 0)
        {
            return;
        }
        var name = new HumanName
        {
            Use = patient.Name.Count == 0 ? HumanName.NameUse.Official : HumanName.NameUse.Usual,
            Text = ideographic ? family + string.Concat(given) : string.Join(' ', given.Append(family)).Trim(),
            Family = family.Length == 0 ? null : family,
            Given = given,
        };
        name.AddExtension(NameLanguage, new Code(language));
        patient.Name.Add(name);
    }
}
