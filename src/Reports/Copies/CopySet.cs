using System.IO.Compression;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.FollowUps;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Copies;

/// <summary>One file of a copy set, as its index lists it.</summary>
/// <param name="Path">Within the zip.</param>
/// <param name="Note">Whose words it holds, or what is the matter with it.</param>
public sealed record CopyFile(string Path, BilingualText Title, BilingualText Note, long Bytes, string Sha256);

/// <summary>
/// The copy set of a chart: every signed PDF, every record as FHIR JSON, the list of the images with their hashes, and an index of
/// all of it in both languages (HTML and CSV). A document that is not what was signed is left out, and the index says so.
/// </summary>
public sealed class CopySet(FhirStore store, DicomArchive? archive, SignatureVerifier verifier, TimeProvider clock)
{
    private readonly CitedChanges _changes = new(store);

    /// <summary>What a type of FHIR is called, in words; its FHIR name where nobody says.</summary>
    public Func<string, BilingualText> TypeName { get; init; } = BilingualText.Same;

    /// <summary>The hospital, above the index; null where none is set.</summary>
    public Letterhead? Letterhead { get; init; }

    /// <summary>Why the copies are made, as the index says it; null for none.</summary>
    public string? Reason { get; init; }

    private static readonly BilingualText Nothing = new("", "");

    /// <summary>Writes the set as a zip.</summary>
    /// <returns>What is in it, without the index itself.</returns>
    /// <exception cref="KeyNotFoundException">There is no such patient.</exception>
    public async Task<IReadOnlyList<CopyFile>> WriteAsync(string patientId, Stream zip, CancellationToken ct = default)
    {
        var chart =
            Chart.TryLoad(store, patientId) ?? throw new KeyNotFoundException($"There is no patient '{patientId}'.");
        var at = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone);
        var files = new List<CopyFile>();
        await using var archiveFile = await ZipArchive.CreateAsync(
            zip,
            ZipArchiveMode.Create,
            leaveOpen: true,
            null,
            ct
        );
        async Task AddAsync(string path, BilingualText title, BilingualText note, byte[] bytes)
        {
            files.Add(new(path, title, note, bytes.LongLength, Digest.Of(bytes)));
            await PutAsync(archiveFile, path, bytes, ct);
        }

        foreach (var resource in chart.Resources.OrderBy(one => $"{one.TypeName}/{one.Id}", StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            var (title, note) = resource is DiagnosticReport report ? About(report) : (TitleOf(resource), Nothing);
            if (resource is Binary or Provenance && IsAltered(resource))
                continue;
            if (resource is DiagnosticReport document && verifier.Of(document.Id!) is { } signed)
            {
                await AddPdfAsync(document, signed, title, note, AddAsync, files);
                if (signed is { State: SignatureState.Damaged, TextHolds: false })
                    continue;
            }
            await AddAsync($"fhir/{resource.TypeName}-{resource.Id}.json", title, note, Json(resource));
        }
        await AddAsync(
            "images.csv",
            new("影像清单", "List of images"),
            Nothing,
            Bytes(CopyIndex.Images(Images(chart)))
        );
        var header = PatientHeaders.Of(chart, at);
        await PutAsync(archiveFile, "index.csv", Bytes(CopyIndex.Csv(files)), ct);
        await PutAsync(
            archiveFile,
            "index.html",
            Bytes(CopyIndex.Html(new(header, at, store.IsSealed(patientId), Letterhead?.Name, Reason), files)),
            ct
        );
        return files;
    }

    private async Task AddPdfAsync(
        DiagnosticReport report,
        SignatureReport signed,
        BilingualText title,
        BilingualText note,
        Func<string, BilingualText, BilingualText, byte[], Task> add,
        List<CopyFile> files
    )
    {
        var path = $"documents/{report.Id}.pdf";
        if (signed.PdfHolds && store.Read<Binary>(SignedResources.PdfId(report.Id!)) is { Data: { } pdf })
            await add(path, title, note, pdf);
        if (signed.State == SignatureState.Damaged)
        {
            var differs = new BilingualText(
                $"与签署时不一致（{signed.Words.Zh}），未复制",
                $"Not as it was signed ({signed.Words.En}): not copied"
            );
            files.Add(new(signed.TextHolds ? path : $"fhir/DiagnosticReport-{report.Id}.json", title, differs, 0, "–"));
        }
    }

    private BilingualText TitleOf(Resource resource)
    {
        var words = TypeName(resource.TypeName);
        return words.En == resource.TypeName
            ? words
            : new($"{words.Zh}（{resource.TypeName}）", $"{words.En} ({resource.TypeName})");
    }

    private bool IsAltered(Resource resource) => store.IsAltered(resource.TypeName, resource.Id!);

    /// <summary>What a report is called, and whose words it holds.</summary>
    private (BilingualText Title, BilingualText Note) About(DiagnosticReport report)
    {
        if (!report.IsOwn() || DraftResources.KindOf(report) is not { } kind)
            return (Same(report.Code?.Text ?? "DiagnosticReport"), new("来自其他系统", "From another system"));
        var signer = SignedLabels.Signers(report);
        var follows = FollowedBy.OriginalOf(report);
        if (DraftResources.StatusOf(report) != DraftStatus.Signed)
        {
            return
                DraftResources.Load(store, report.Id!) is { } open && SignedLabels.Unsigned(open.Draft) is { } written
                ? (FollowedBy.NameOf(open.Draft.FollowUp!.Kind, DraftSummary.Name(kind)), written)
                : (DraftSummary.Name(kind), new("AI 草稿，未签署", "Draft by AI, not signed"));
        }
        var isVersion = follows is null or { Kind: FollowUpKind.Amendment or FollowUpKind.Correction };
        var name = follows is { } act ? FollowedBy.NameOf(act.Kind, DraftSummary.Name(kind)) : DraftSummary.Name(kind);
        if ((FollowedBy.Withdrawal(report) ?? FollowedBy.Successor(report)) is { } end)
            return (name, FollowedBy.Ended(end));
        if (_changes.Of(report.Id!) is { Count: > 0 } changed)
        {
            var what = BilingualText.Join("；", "; ", changed.Select(change => change.Short));
            return (
                name,
                new($"签署后所引数据已变化：{what.Zh}", $"Cited data changed after the signature: {what.En}")
            );
        }
        var label = isVersion ? AiLabels.Signed(signer) : AiLabels.Written(signer);
        var other = isVersion ? AiLabels.Translation : AiLabels.OtherLanguage;
        var language = report.Language == "en" ? new BilingualText("英文", "English") : new("中文", "Chinese");
        return (
            name,
            new(
                $"{label.Zh}（签署的是{language.Zh}文本；另一语言：{other.Zh}）",
                $"{label.En} (signed: the {language.En} text; the other language: {other.En})"
            )
        );
    }

    private IEnumerable<(string Study, string Sop, string? Sha256)> Images(Chart chart) =>
        from study in chart.Resources.OfType<ImagingStudy>()
        from series in study.Series
        from instance in series.Instance
        where instance.Uid is not null
        select (study.Id!, instance.Uid!, archive is null ? null : SignedImages.HashOf(archive, instance.Uid!));

    private static byte[] Json(Resource resource) => Encoding.UTF8.GetBytes(FhirText.ToJson(resource, pretty: true));

    private static byte[] Bytes(string text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];

    private static BilingualText Same(string text) => BilingualText.Same(text);

    private static async Task PutAsync(ZipArchive zip, string path, byte[] bytes, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry(path, CompressionLevel.Optimal).OpenAsync(ct);
        await entry.WriteAsync(bytes, ct);
    }
}
