using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>What the store knows of the resource that a write is about, before the write.</summary>
/// <param name="Exists">It is there and not deleted.</param>
/// <param name="MadeHere">Some version of it was made by the product or by a person at its pages.</param>
/// <param name="Synthetic">Some version of it carried the mark of synthetic data.</param>
/// <param name="Patient">Id of the patient whose chart it is in.</param>
internal sealed record StoredState(bool Exists, bool MadeHere, bool Synthetic, string? Patient);

/// <summary>
/// What may be done to what is there (or was: a deletion forgets nothing). From outside, what was made here is not changed, the
/// mark of synthetic data never comes off, and what a signed document rests on is neither deleted nor moved to another patient.
/// </summary>
internal static class StoredRules
{
    /// <param name="synthetic">The new content carries the mark of synthetic data.</param>
    /// <param name="patient">Id of the patient whose chart the new content is in.</param>
    /// <param name="isSignedEvidence">Whether a signed document rests on the resource; asked only when it matters.</param>
    /// <param name="isAnother">Whether the new content is of another person than was signed for; asked only of patients that are held.</param>
    /// <param name="losesInstances">Whether the new content of a study takes away films that must stay.</param>
    public static WriteRejectedException? Check(
        Origin origin,
        string type,
        string id,
        bool delete,
        bool synthetic,
        string? patient,
        StoredState stored,
        Func<bool> isSignedEvidence,
        Func<bool> isAnother,
        Func<bool> losesInstances
    )
    {
        if (!origin.FromOutside)
            return null;
        if (stored.MadeHere)
        {
            return new(
                RejectionKind.Forbidden,
                type,
                id,
                new(
                    $"{type}/{id} 不能由外部程序或文件更改：{MadeHereZh(type)}。",
                    $"{type}/{id} cannot be changed by a program: {MadeHereEn(type)}."
                )
            );
        }

        if (stored.Synthetic && !synthetic && !delete)
        {
            return new(
                RejectionKind.Content,
                type,
                id,
                new(
                    $"{type}/{id} 为合成数据，须保留 meta 中的 HTEST 标记。",
                    $"{type}/{id} is synthetic and keeps the label HTEST: leave it in meta."
                ),
                "meta"
            );
        }

        var leaves = delete || patient != stored.Patient;
        if (stored.Exists && leaves && isSignedEvidence())
        {
            return new(
                RejectionKind.InUse,
                type,
                id,
                new(
                    $"{type}/{id} 为已签署文书的依据，不能{(delete ? "删除" : "改归其他患者")}。如有错误，请标记为误录（entered-in-error）。",
                    $"A signed document rests on {type}/{id}, so it cannot be {(delete ? "deleted" : "moved to another patient")}. If it is wrong, mark it as entered in error."
                )
            );
        }

        if (stored.Exists && !delete && type == "Patient" && isSignedEvidence() && isAnother())
        {
            return new(
                RejectionKind.InUse,
                type,
                id,
                new(
                    $"{type}/{id} 名下有已签署的文书，更新后须至少保留一个仍在使用的原有编号（identifier），且姓名、出生日期与性别不能同时全部更改，否则视为另一人。",
                    $"A signed document is about {type}/{id}: an update keeps at least one of its identifiers in use, and does not change name, birth date and sex all at once, or it is another person."
                ),
                "identifier"
            );
        }

        if (stored.Exists && !delete && type == "ImagingStudy" && losesInstances())
        {
            return new(
                RejectionKind.InUse,
                type,
                id,
                new(
                    $"{type}/{id} 中的影像已存档或为已签署文书的依据，更新后须保留其 series 与 instance。如有错误，请标记为误录（entered-in-error）。",
                    $"The archive keeps instances of {type}/{id}, or a signed document rests on them: leave its series and instances. If it is wrong, mark it as entered in error."
                ),
                "series"
            );
        }

        return null;
    }

    /// <summary>A study that says it has an instance of another patient.</summary>
    public static WriteRejectedException ClaimsOfAnother(string id) =>
        new(
            RejectionKind.InUse,
            "ImagingStudy",
            id,
            new(
                $"ImagingStudy/{id} 所列的影像在系统中属于另一患者的检查。请核对 instance.uid 与 subject。",
                $"An instance of ImagingStudy/{id} belongs to a study of another patient here: check instance.uid and subject."
            ),
            "series"
        );

    /// <summary>Content from outside that says where what this server made comes from, who verified it, or what replaces it.</summary>
    public static WriteRejectedException AuthorOfOwn(string type, string id, string element) =>
        new(
            RejectionKind.Forbidden,
            type,
            id,
            new(
                $"{type}/{id} 声明了本系统所生成内容的来源、作者、核验、签署或替代关系：这些只能由医师在页面上完成。",
                $"{type}/{id} says who made, checked, authenticated or replaced what this server made: that is done by a person on the page only."
            ),
            element
        );

    /// <summary>Content from outside that names a model of this server as who made or performed it.</summary>
    public static WriteRejectedException ByOwnModel(string type, string id, string element) =>
        new(
            RejectionKind.Forbidden,
            type,
            id,
            new(
                $"{type}/{id} 声明由本系统的模型作出或执行：模型的内容只能由本系统写入。仅作提及（如 List.entry）不受限制。",
                $"{type}/{id} names a model of this server as who made or performed something: only this server writes what its models say. A mere mention, as in List.entry, is allowed."
            ),
            element
        );

    /// <summary>A study with films here that would name one that nobody sent.</summary>
    public static WriteRejectedException TakesUnknownInstances(string id) =>
        new(
            RejectionKind.InUse,
            "ImagingStudy",
            id,
            new(
                $"ImagingStudy/{id} 的影像已存档或为已签署文书的依据，不能加入系统未收到的影像。请先发送该影像的 DICOM 文件。",
                $"The archive keeps instances of ImagingStudy/{id}, or a signed document rests on them: it takes no instance that was not received here. Send the DICOM file of the new one first."
            ),
            "series"
        );

    /// <summary>
    /// True when the old content has identifiers and the new one has none of them in use, or only one while all that is known of name,
    /// birth date and sex is changed; where the old has no identifiers, when the new one has neither its date of birth nor any
    /// of its names.
    /// </summary>
    public static bool IsAnother(Patient before, Patient after)
    {
        var known = before.Identifier.Where(HasValue).ToList();
        var inUse = known.Where(IsInUse).ToList();
        if (known.Count > 0)
        {
            var ofBefore = Numbers(inUse.Count > 0 ? inUse : known);
            var kept = Numbers(
                after.Identifier.Where(HasValue).Where(number => inUse.Count == 0 || IsInUse(number, before))
            );
            kept.IntersectWith(ofBefore);
            return kept.Count == 0 || (kept.Count == 1 && ChangesAll(before, after));
        }
        var names = Names(before);
        return (before.BirthDate is not null || names.Count > 0)
            && (before.BirthDate is null || before.BirthDate != after.BirthDate)
            && !names.Overlaps(Names(after));
    }

    /// <summary>All that is known of name, birth date and sex is another; at least two of them were known.</summary>
    private static bool ChangesAll(Patient before, Patient after)
    {
        var names = Names(before);
        bool?[] changes =
        [
            names.Count == 0 ? null : !names.Overlaps(Names(after)),
            before.BirthDate is null ? null : before.BirthDate != after.BirthDate,
            before.Gender is null ? null : before.Gender != after.Gender,
        ];
        return changes.Count(change => change is not null) > 1 && changes.All(change => change != false);
    }

    private static bool HasValue(Identifier identifier) => !string.IsNullOrWhiteSpace(identifier.Value);

    private static bool IsInUse(Identifier identifier) => identifier.Use != Identifier.IdentifierUse.Old;

    /// <summary>Neither old nor given an end that it did not have.</summary>
    private static bool IsInUse(Identifier identifier, Patient before) =>
        IsInUse(identifier)
        && (
            identifier.Period?.End is not { } end
            || before.Identifier.Any(known =>
                (known.System, known.Value, known.Period?.End) == (identifier.System, identifier.Value, end)
            )
        );

    private static HashSet<(string?, string)> Numbers(IEnumerable<Identifier> identifiers) =>
        [.. identifiers.Select(identifier => ((string?)identifier.System, identifier.Value!))];

    private static HashSet<string> Names(Patient patient) =>
        [
            .. patient
                .Name.Where(name => name.Use != HumanName.NameUse.Old || patient.Name.All(IsOld))
                .Select(name => $"{name.Text}\n{name.Family}\n{string.Join(' ', name.Given)}")
                .Where(name => !string.IsNullOrWhiteSpace(name)),
        ];

    private static bool IsOld(HumanName name) => name.Use == HumanName.NameUse.Old;

    private static string MadeHereEn(string type) =>
        type switch
        {
            "DiagnosticReport" => "drafts and signed reports are changed by a clinician on the page only",
            "Binary" => "it holds a reading or a document of this server",
            "Provenance" => "signatures and what they rest on are never changed",
            "Task" => "work is carried out by the server",
            _ => "this server made it, and what it made stays as it was made",
        };

    private static string MadeHereZh(string type) =>
        type switch
        {
            "DiagnosticReport" => "草稿与已签署报告只能由医师在页面上更改",
            "Binary" => "其内容为本系统的判读或文书",
            "Provenance" => "签名及其依据不可更改",
            "Task" => "任务由本系统执行",
            _ => "其内容由本系统生成，保持原样",
        };
}
