using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Pages.ReceivedReports;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>One record in a list: what it is called, when it was, in which state, and where it came from.</summary>
/// <param name="Title">Null: it carries no name.</param>
/// <param name="Until">The end of a period.</param>
/// <param name="TimeInWords">The time as it was written, where that is words.</param>
/// <param name="Details">What a reader of this type looks for: a value with its unit and range, an author, a lot.</param>
public sealed record RecordLine(
    string Type,
    string Id,
    BilingualText? Title,
    ChartTime? Time,
    ChartTime? Until,
    string? TimeInWords,
    string? Status,
    BilingualText Source,
    IReadOnlyList<BilingualText> Details
)
{
    /// <summary>All that it says of its state, in words.</summary>
    public IReadOnlyList<BilingualText> States { get; private init; } = [];

    /// <summary>How the sender marked a result.</summary>
    public IReadOnlyList<SentFlag> Flags { get; private init; } = [];

    /// <summary>The sender calls the result critical.</summary>
    public bool Critical => Flags.Any(flag => flag.IsCritical);

    /// <summary>Its value, or that of a part, lies outside the range that came with it.</summary>
    public bool OutOfRange { get; private init; }

    /// <summary>It asks to be seen: marked by its sender, or outside its own range, and not withdrawn.</summary>
    public bool Abnormal => (OutOfRange || Flags.Any(flag => flag.IsOutOfTheWay)) && !Withdrawn;

    /// <summary>It says of itself that a model made it.</summary>
    public bool ByAi { get; private init; }

    /// <summary>It cannot be read: it is here by its type and id.</summary>
    public bool Damaged { get; private init; }

    /// <summary>The sender says that it was entered in error.</summary>
    public bool Withdrawn => RecordStatusWords.IsWithdrawn(Status);

    /// <summary>When it was, from when to when, or that no date came along.</summary>
    public string When(TimeProvider clock) =>
        TimeInWords ?? (Time is { } time ? Times.Span(time, Until, clock) : Localizer.T(RecordWords.NoDate));

    /// <summary>The page that shows it.</summary>
    public string Address => AddressOf(Type, Id);

    public static string AddressOf(string type, string id) =>
        type switch
        {
            "Patient" => $"/patients/{id}",
            "ImagingStudy" => $"/studies/{id}",
            "DiagnosticReport" => $"/drafts/{id}",
            _ => $"/records/{type}/{id}",
        };

    public static RecordLine Of(Resource sent)
    {
        var resource = LongTexts.Shortened(sent);
        var (time, until, words) = RecordElements.TimeOf(resource);
        return new(
            resource.TypeName,
            resource.Id!,
            RecordElements.TitleOf(resource),
            time,
            until,
            words,
            RecordElements.StatusOf(resource),
            RecordElements.SourceOf(resource),
            DetailsShown(resource)
        )
        {
            Flags = resource is Observation result ? [.. FlagsOf(result)] : [],
            OutOfRange = resource is Observation measured && SentRanges.IsOutside(measured),
            States = [.. RecordStates.Of(resource).Select(state => state.Words).Distinct()],
            ByAi = Labels.IsAi(resource),
        };
    }

    /// <summary>One that cannot be read, in its place.</summary>
    public static RecordLine Lost(FhirStore store, Resource resource) =>
        new(
            resource.TypeName,
            resource.Id!,
            LostRecords.NameOf(store, resource),
            null,
            null,
            null,
            null,
            RecordElements.SourceOf(resource),
            []
        )
        {
            Damaged = true,
        };

    // The mark of a part says which part it is of.
    private static IEnumerable<SentFlag> FlagsOf(Observation result) =>
        SentFlag
            .Of(result.Interpretation)
            .Concat(
                from part in result.Component
                let name = RecordElements.NameOf(part.Code)
                from flag in SentFlag.Of(part.Interpretation)
                where flag.IsOutOfTheWay
                select name is null
                    ? flag
                    : flag with
                    {
                        Words = new($"{name.Zh} {flag.Words.Zh}", $"{name.En} {flag.Words.En}"),
                    }
            );

    private const int MostDetails = 12;

    private static IReadOnlyList<BilingualText> DetailsShown(Resource resource)
    {
        var all = DetailsOf(resource).Concat(RecordContents.Of(resource)).Distinct().ToList();
        return all.Count <= MostDetails
            ? all
            :
            [
                .. all.Take(MostDetails),
                new(
                    string.Format(null, RecordWords.More.Zh, all.Count - MostDetails),
                    string.Format(null, RecordWords.More.En, all.Count - MostDetails)
                ),
            ];
    }

    private static IEnumerable<BilingualText> DetailsOf(Resource resource) =>
        resource switch
        {
            Observation result => OfResult(result),
            Immunization given => OfImmunization(given),
            Composition or DocumentReference => OfDocument((DomainResource)resource),
            RiskAssessment risk => risk
                .Prediction.Select(one => RecordElements.NameOf(one.Outcome))
                .OfType<BilingualText>(),
            Binary { ContentType: { Length: > 0 } type } => [new(type, type)],
            RelatedPerson related => related.Relationship.Select(RecordElements.NameOf).OfType<BilingualText>(),
            Appointment appointment => appointment
                .Participant.Select(one => one.Actor?.Display)
                .Where(name => !string.IsNullOrWhiteSpace(name))
                .Select(name => new BilingualText(name!, name!)),
            _ => [],
        };

    private static IEnumerable<BilingualText> OfResult(Observation result)
    {
        if (result.Value is not null || result.DataAbsentReason is not null)
            yield return WithRange(result.Value, result.DataAbsentReason, result.ReferenceRange, null);
        foreach (var part in result.Component)
        {
            yield return WithRange(
                part.Value,
                part.DataAbsentReason,
                part.ReferenceRange,
                RecordElements.NameOf(part.Code)
            );
        }
    }

    private static BilingualText WithRange(
        DataType? value,
        CodeableConcept? absent,
        IEnumerable<Observation.ReferenceRangeComponent> ranges,
        BilingualText? name
    )
    {
        var words = SentValues.Of(value, absent);
        var range = SentValues.RangeOf(ranges);
        var (zh, en) = range.Length == 0 ? ("", "") : ($"（参考 {range}）", $" (reference {range})");
        return new(
            $"{(name is null ? "" : name.Zh + " ")}{words.Zh}{zh}",
            $"{(name is null ? "" : name.En + " ")}{words.En}{en}"
        );
    }

    private static IEnumerable<BilingualText> OfImmunization(Immunization given)
    {
        if (RecordElements.NameOf(given.StatusReason) is { } reason)
            yield return reason;
        if (!string.IsNullOrWhiteSpace(given.LotNumber))
        {
            yield return new(
                string.Format(null, RecordWords.Lot.Zh, given.LotNumber),
                string.Format(null, RecordWords.Lot.En, given.LotNumber)
            );
        }
    }

    private static IEnumerable<BilingualText> OfDocument(DomainResource document)
    {
        var type = document is Composition composition ? composition.Type : ((DocumentReference)document).Type;
        if (RecordElements.NameOf(type) is { } kind && kind != RecordElements.TitleOf(document))
            yield return Localizer.Heading(kind);
        foreach (var author in RecordElements.AuthorsOf(document))
            yield return new(author, author);
        if (document is DocumentReference { Content.Count: > 0 and var count })
        {
            yield return new(
                string.Format(null, RecordWords.Attached.Zh, count),
                string.Format(null, RecordWords.Attached.En, count)
            );
        }
    }
}
