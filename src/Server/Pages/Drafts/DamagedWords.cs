using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Signing;
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

/// <summary>What is said in place of a document that is no longer what was signed.</summary>
public static class AlteredWords
{
    public static readonly BilingualText Title = new("该文书与签署时不一致", "This document is not what was signed");

    public static readonly BilingualText Electronic = new("电子签名", "Electronic signature");

    /// <summary>How far the document is proven to be what was signed.</summary>
    public static BilingualText Of(SignatureReport report, TimeProvider clock)
    {
        if (report.State == SignatureState.Damaged)
            return new("无法核对：PDF 损坏或缺失", "cannot be checked: the PDF is damaged or missing");
        if (report.State != SignatureState.Valid)
            return new("无（早于 PDF 电子签名启用）", "none: signed before PDFs were signed electronically");
        var stamp = report.StampedAt is { } at ? Times.Minute(at, clock) : null;
        return new(
            $"有效，证书 {report.Certificate}" + (stamp is null ? "" : $"，时间戳 {stamp}"),
            $"valid, certificate {report.Certificate}" + (stamp is null ? "" : $", time stamp {stamp}")
        );
    }

    /// <summary>The PDF alone is damaged: the text below is proven by the record of the signature and the audit trail.</summary>
    public static BilingualText TextHolds(SignatureReport report) =>
        new(
            $"与签署时不一致：{report.Words.Zh}（损坏或缺失，不能打开）。下面的正文经签名记录和审计记录核对，与签署时一致。请管理员从备份恢复该 PDF。",
            $"Not as it was signed: {report.Words.En} (damaged or missing; it cannot be opened). The text below is what was signed, as the record of the signature and the audit trail prove. Let an administrator restore the PDF from a backup."
        );

    /// <summary>What differs, and what to do.</summary>
    public static BilingualText Told(SignatureReport report) =>
        new(
            $"与签署时不一致：{report.Words.Zh}。不作为已签署文书提供；已记入审计记录。请管理员查明原因并从备份恢复。",
            $"Not as it was signed: {report.Words.En}. It is not given out as a signed document, and this is in the audit trail. Let an administrator find out why and restore it from a backup."
        );
}
