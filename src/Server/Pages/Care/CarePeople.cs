using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Care;

/// <summary>Practitioners as a header names them.</summary>
internal static class CarePeople
{
    /// <summary>The name in the language of the page where there are two; null where it cannot be read.</summary>
    public static string? NameOf(Practitioner person)
    {
        if (Damage.IsDamaged(person))
            return null;
        var names = person.Name.Select(Written).Where(name => name.Length > 0).ToList();
        var isChinese = Localizer.Language == Localizer.Chinese;
        return names.Find(name => name.All(char.IsAscii) != isChinese) ?? names.FirstOrDefault();
    }

    private static string Written(HumanName name) =>
        !string.IsNullOrWhiteSpace(name.Text) ? name.Text : string.Join(' ', name.Given.Append(name.Family)).Trim();
}
