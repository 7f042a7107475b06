using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>
/// A damaged record in words: what it is, what it was called and when, as a film's last whole version or the draft's own facts say;
/// where nothing does, when it was stored.
/// </summary>
public static class DamagedWords
{
    public static BilingualText Of(FhirStore store, Draft draft, string reference)
    {
        var (type, id) = References.Split(reference);
        if (type.Length == 0)
            return BilingualText.Same(reference);
        var kind = SourceWords.KindOf(reference) ?? ResourceTypeWords.Of(type);
        var versions = store.History(type, id);
        if (versions.FirstOrDefault(version => !Damage.IsDamaged(version)) is ImagingStudy study)
        {
            return Joined(
                kind,
                Findings.FilmLine.TitleOf(study),
                ChartTimes.Of(study.StartedElement) is { } started ? Times.Minute(started.At) : null
            );
        }

        if (draft.Facts.FirstOrDefault(fact => fact.Source == reference) is { } fact)
            return Joined(kind, Localizer.Heading(fact.Label), fact.Time is { } at ? Times.Minute(at) : null);
        return versions.FirstOrDefault()?.Meta?.LastUpdated is { } stored
            ? new(
                string.Format(null, DraftWords.StoredOn.Zh, kind.Zh, Times.Minute(stored)),
                string.Format(null, DraftWords.StoredOn.En, kind.En, Times.Minute(stored))
            )
            : kind;
    }

    private static BilingualText Joined(BilingualText kind, BilingualText? title, string? time) =>
        BilingualText.Join(
            "，",
            ", ",
            new[]
            {
                kind,
                title == kind ? null : title,
                time is null ? null : BilingualText.Same(time),
            }.OfType<BilingualText>()
        );
}
