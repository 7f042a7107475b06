using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Dicom.DataSets;
using Xinglin.Records.Archive;

namespace Xinglin.Exchange.Import.Films;

/// <summary>
/// Whether the person that a DICOM object names may be the patient who has its number: name, sex and birth date, where both
/// know them, must agree.
/// </summary>
public static class FilmIdentity
{
    public const string Name = "name";
    public const string Sex = "sex";
    public const string BirthDate = "birth-date";

    /// <summary>What the object says of the person.</summary>
    internal static Demographics Of(DataSet data, string number)
    {
        var name = PersonNameOf(data);
        return new(
            number,
            [.. new[] { Shown(name?.Ideographic), Shown(name?.Alphabetic) }.OfType<string>()],
            DicomPatient.Text(data, Tags.PatientSex)?.ToUpperInvariant(),
            DicomPatient.BirthDate(data)
        );
    }

    /// <summary>What the chart says of the person.</summary>
    public static Demographics Of(Patient patient, string number) =>
        new(
            number,
            [
                .. patient
                    .Name.Select(name => name.Text ?? string.Join(' ', name.Given.Append(name.Family)))
                    .Where(n => n.Trim().Length > 0),
            ],
            patient.Gender switch
            {
                AdministrativeGender.Male => "M",
                AdministrativeGender.Female => "F",
                AdministrativeGender.Other => "O",
                _ => null,
            },
            patient.BirthDate is { Length: > 0 } born ? born : null
        );

    /// <summary>The name, sex and birth date of an object's header, as a patient.</summary>
    public static Patient Stated(byte[] film, string number)
    {
        using var stream = new MemoryStream(film);
        return DicomPatient.Create(DicomFile.Read(stream).DataSet, number, synthetic: false);
    }

    /// <summary>In what the object contradicts the chart; nothing where one of them does not know.</summary>
    internal static IReadOnlyList<string> Differences(DataSet data, Patient patient)
    {
        var differences = new List<string>();
        if (DifferInName(data, patient))
            differences.Add(Name);
        if (
            DicomPatient.Text(data, Tags.PatientSex)?.ToUpperInvariant() is ("M" or "F") and var sent
            && Of(patient, "").Sex is ("M" or "F") and var known
            && sent != known
        )
        {
            differences.Add(Sex);
        }
        if (DicomPatient.Contradicts(data, patient))
            differences.Add(BirthDate);
        return differences;
    }

    // A name can be compared with one in the same script only. It differs when in some script both have one, and none agrees.
    private static bool DifferInName(DataSet data, Patient patient)
    {
        if (PersonNameOf(data) is not { } sent)
            return false;
        var known = patient.Name.SelectMany(Spellings).Where(name => name.Length > 0).ToList();
        var comparable = false;
        foreach (var written in new[] { sent.Ideographic, sent.Alphabetic })
        {
            var parts = written.Split('^').Select(Plain).ToArray();
            var whole = string.Concat(parts.Take(3));
            var turned = string.Concat(parts.Skip(1).Take(2)) + parts[0];
            if (whole.Length == 0)
                continue;
            var same = known.Where(name => IsLatin(name) == IsLatin(whole)).ToList();
            if (same.Contains(whole) || same.Contains(turned))
                return false;
            comparable |= same.Count > 0;
        }
        return comparable;
    }

    private static IEnumerable<string> Spellings(HumanName name)
    {
        var given = string.Concat(name.Given);
        yield return Plain(name.Text ?? "");
        yield return Plain((name.Family ?? "") + given);
        yield return Plain(given + (name.Family ?? ""));
    }

    /// <summary>Letters alone, without case, marks and spaces.</summary>
    private static string Plain(string name) =>
        string.Concat(
            name.Normalize(NormalizationForm.FormKD)
                .Where(sign =>
                    char.IsLetter(sign) && CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark
                )
                .Select(char.ToUpperInvariant)
        );

    private static bool IsLatin(string name) => name[0] < 0x0250;

    private static string? Shown(string? written) =>
        written?.Replace('^', ' ').Trim() is { Length: > 0 } name
            ? Xinglin.Records.Fhir.Text.Characters.Clean(name)
            : null;

    private static PersonName? PersonNameOf(DataSet data)
    {
        try
        {
            return data.GetPersonName(Tags.PatientName);
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }
}
