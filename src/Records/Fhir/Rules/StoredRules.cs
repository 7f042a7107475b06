using Hl7.Fhir.Model;

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
    /// <param name="isHeld">Whether a signed document rests on the resource; asked only when it matters.</param>
    /// <param name="isAnother">Whether the new content is of another person than the old; asked only of patients that are held.</param>
    public static WriteRejectedException? Check(
        Origin origin,
        string type,
        string id,
        bool delete,
        bool synthetic,
        string? patient,
        StoredState stored,
        Func<bool> isHeld,
        Func<bool> isAnother
    )
    {
        if (!origin.FromOutside)
            return null;
        if (stored.MadeHere)
            return new(
                RejectionKind.Forbidden,
                type,
                id,
                new(
                    $"{type}/{id} 不能由外部程序或文件更改：{MadeHereZh(type)}。",
                    $"{type}/{id} cannot be changed by a program: {MadeHereEn(type)}."
                )
            );
        if (stored.Synthetic && !synthetic && !delete)
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
        var leaves = delete || patient != stored.Patient;
        if (stored.Exists && leaves && isHeld())
            return new(
                RejectionKind.InUse,
                type,
                id,
                new(
                    $"{type}/{id} 为已签署文书的依据，不能{(delete ? "删除" : "改归其他患者")}。如有错误，请标记为误录（entered-in-error）。",
                    $"A signed document rests on {type}/{id}, so it cannot be {(delete ? "deleted" : "moved to another patient")}. If it is wrong, mark it as entered in error."
                )
            );
        if (stored.Exists && !delete && type == "Patient" && isHeld() && isAnother())
            return new(
                RejectionKind.InUse,
                type,
                id,
                new(
                    $"{type}/{id} 名下有已签署的文书，更新后须至少保留一个原有编号（identifier），否则视为另一人。",
                    $"A signed document is about {type}/{id}: an update keeps at least one of its identifiers, or it is another person."
                ),
                "identifier"
            );
        return null;
    }

    /// <summary>True when the old content has identifiers and the new one has none of them.</summary>
    public static bool IsAnother(Patient before, Patient after)
    {
        var known = before.Identifier.Select(Of).ToHashSet();
        return known.Count > 0 && !after.Identifier.Select(Of).Any(known.Contains);

        static (string?, string?) Of(Identifier identifier) => (identifier.System, identifier.Value);
    }

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
