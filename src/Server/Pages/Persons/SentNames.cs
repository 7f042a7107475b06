using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Server.Pages.Persons;

/// <summary>Who made a sent report, by name: as the reference says, as what it contains says, as the store knows.</summary>
public static class SentNames
{
    public static string Of(FhirStore store, DiagnosticReport report)
    {
        var names = Of(store, report, report.ResultsInterpreter.Concat(report.Performer));
        return names.Length == 0 ? "–" : names;
    }

    /// <summary>The names of some who are referred to, each once; empty where none is known.</summary>
    public static string Of(FhirStore store, DomainResource record, IEnumerable<ResourceReference> who)
    {
        var names = who.Select(one => LongTexts.Shortened(Of(store, record, one)))
            .Where(name => name.Length > 0)
            .Distinct()
            .Take(MostNames + 1)
            .ToList();
        return string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? " " + LongTexts.GoesOn : "");
    }

    /// <summary>So many are named in one line.</summary>
    private const int MostNames = 20;

    /// <summary>By the names that came along with the record, without asking the store; empty where none did.</summary>
    public static string Along(DomainResource record, ResourceReference who) => Of(null, record, who);

    // A contained role may point at itself: nothing is followed further than role, person, and back.
    private const int MostSteps = 3;

    private static string Of(FhirStore? store, DomainResource within, ResourceReference who, int steps = 0)
    {
        if (!string.IsNullOrWhiteSpace(who.Display))
            return who.Display.Trim();
        if (steps >= MostSteps)
            return "";
        if (who.Reference is not { Length: > 1 } to)
            return who.Identifier?.Value ?? "";
        if (to[0] == '#')
        {
            return within.Contained.FirstOrDefault(inside => "#" + inside.Id?.TrimStart('#') == to) is { } contained
                ? NameOf(store, within, contained, steps) ?? ""
                : "";
        }

        if (store is null)
            return "";
        return
            References.Split(to) is var (type, id)
            && type is "Practitioner" or "PractitionerRole" or "Organization" or "CareTeam"
            ? (store.Read(type, id) is { } known ? NameOf(store, within, known, steps) : null) ?? to
            : to;
    }

    private static string? NameOf(FhirStore? store, DomainResource within, Resource who, int steps) =>
        who switch
        {
            Organization organization => Some(organization.Name),
            CareTeam team => Some(team.Name),
            Practitioner practitioner => Some(practitioner.Name.Select(Written).FirstOrDefault()),
            PractitionerRole role => Some(
                string.Join(
                    ", ",
                    new[] { role.Practitioner, role.Organization }
                        .OfType<ResourceReference>()
                        .Select(part => Of(store, within, part, steps + 1))
                        .Where(name => name.Length > 0)
                )
            ),
            _ => null,
        };

    /// <summary>A name as it is written: as text, else given before family name.</summary>
    public static string Written(HumanName name) =>
        !string.IsNullOrWhiteSpace(name.Text)
            ? name.Text.Trim()
            : string.Join(' ', name.Given.Append(name.Family).Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string? Some(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();
}
