using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>What any resource is called, when it was and in which state, from the elements that FHIR R4 gives it.</summary>
public static class RecordElements
{
    // In the order in which they say best what a record is.
    private static readonly string[] Titles =
    [
        "title",
        "vaccineCode",
        "code",
        "medication",
        "name",
        "description",
        "serviceType",
        "service",
        "summary",
        "type",
        "event",
        "identified",
        "relationship",
        "scope",
        "activity",
        "item",
        "product",
        "device",
        "category",
        "class",
        "morphology",
        "location",
        "reasonCode",
        "topic",
        "use",
    ];

    // When it happened before when it was written down.
    private static readonly string[] Times =
    [
        "occurrence",
        "performed",
        "effective",
        "onset",
        "started",
        "start",
        "period",
        "executionPeriod",
        "servicePeriod",
        "timing",
        "whenHandedOver",
        "identified",
        "date",
        "dateTime",
        "issued",
        "authored",
        "authoredOn",
        "created",
        "sent",
        "received",
        "receivedTime",
        "recordedDate",
        "recordedOn",
        "recorded",
        "dateWritten",
        "dateAsserted",
        "enteredDate",
        "statusDate",
        "planningHorizon",
        "timestamp",
        "billablePeriod",
    ];

    private static readonly string[] States =
    [
        "status",
        "lifecycleStatus",
        "participantStatus",
        "clinicalStatus",
        "docStatus",
        "verificationStatus",
    ];

    /// <summary>The best name that it carries; null where it carries none.</summary>
    public static BilingualText? TitleOf(Resource resource)
    {
        if (resource is DocumentReference { Description: null } file)
        {
            if (
                file.Content.Select(content => Some(content.Attachment?.Title)).FirstOrDefault(t => t is not null) is
                { } t
            )
            {
                return Same(t);
            }
        }
        // The code of a consent's category or scope says nothing ("adr") where words came along.
        if (resource is Consent consent)
        {
            if (
                consent
                    .Category.Append(consent.Scope)
                    .Select(one => Some(one?.Text))
                    .FirstOrDefault(t => t is not null) is
                { } said
            )
            {
                return Same(said);
            }
        }

        foreach (var name in Titles)
        {
            if (resource.TryGetValue(name, out var value) && WordsOf(value) is { } words)
                return Localizer.Heading(words);
        }

        return null;
    }

    /// <summary>When, and until when, as far as it was sent: a year alone stays a year.</summary>
    public static (ChartTime? Time, ChartTime? Until, string? Words) TimeOf(Resource resource)
    {
        foreach (var name in Times)
        {
            if (!resource.TryGetValue(name, out var value) || value is not DataType said)
                continue;
            var until = said is Period period ? ChartTimes.Of(period.EndElement) : null;
            if ((ChartTimes.Of(said) ?? until) is { } time)
                return (time, until, null);
        }

        return resource is Immunization { Occurrence: FhirString { Value: { Length: > 0 } told } }
            ? (null, null, told)
            : default;
    }

    /// <summary>The code of its state; null where it has none.</summary>
    public static string? StatusOf(Resource resource)
    {
        var said = States.Select(name => CodeOf(resource, name)).OfType<string>().ToList();
        // A withdrawal is above whatever else the record says of itself.
        return said.Find(RecordStatusWords.IsWithdrawn) ?? said.FirstOrDefault();
    }

    private static string? CodeOf(Resource resource, string name) =>
        resource.TryGetValue(name, out var value)
            ? value switch
            {
                PrimitiveType { JsonValue: string code } => Some(code),
                CodeableConcept concept => concept.Coding.Select(coding => Some(coding.Code)).FirstOrDefault()
                    ?? Some(concept.Text),
                _ => null,
            }
            : null;

    /// <summary>What brought it here.</summary>
    public static BilingualText SourceOf(Resource resource) =>
        resource.Authorship()?.Kind switch
        {
            OriginKind.Product or OriginKind.Person => RecordWords.ByThisSystem,
            OriginKind.Sender => RecordWords.BySender,
            OriginKind.Program => RecordWords.ByProgram,
            OriginKind.Command => RecordWords.ByCommand,
            _ => RecordWords.ByUnknown,
        };

    /// <summary>Who wrote it, by the names that came along with it.</summary>
    public static IReadOnlyList<string> AuthorsOf(Resource resource)
    {
        var references = resource switch
        {
            Composition composition => composition.Author,
            DocumentReference file => file.Author,
            _ => [],
        };
        return
        [
            .. references
                .Select(who => SentNames.Along((DomainResource)resource, who))
                .Where(name => name.Length > 0)
                .Distinct(),
        ];
    }

    /// <summary>A concept's name; null where it has none, rather than "not coded".</summary>
    public static BilingualText? NameOf(CodeableConcept? concept) =>
        concept is not null
        && (
            Some(concept.Text) is not null
            || concept.Coding.Exists(coding => Some(coding.Display) is not null || Some(coding.Code) is not null)
        )
            ? ConceptNames.Of(concept)
            : null;

    private static BilingualText? WordsOf(object? value) =>
        value switch
        {
            CodeableConcept concept => NameOf(concept),
            Coding coding => CodeNames.Name(coding.System, coding.Code) ?? Same(coding.Display ?? coding.Code),
            ResourceReference reference => Same(reference.Display),
            HumanName name => Same(SentNames.Written(name)),
            Canonical or FhirUri or Code => null,
            PrimitiveType { JsonValue: string words } => Same(words),
            System.Collections.IEnumerable many and not string => many.Cast<object?>()
                .Select(WordsOf)
                .FirstOrDefault(words => words is not null),
            _ => null,
        };

    private static BilingualText? Same(string? words) => Some(words) is { } some ? new(some, some) : null;

    private static string? Some(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
