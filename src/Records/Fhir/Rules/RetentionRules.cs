using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>What is kept whoever asks: signed documents for their years, and the documents of a sealed chart.</summary>
internal static class RetentionRules
{
    /// <summary>How the id of a chart's seal begins; 32 hexadecimal digits follow.</summary>
    public const string Seal = "seal-";

    /// <summary>Documents and what belongs to them: in a sealed chart they are not changed.</summary>
    private static readonly string[] Documents =
    [
        "DiagnosticReport",
        "Composition",
        "DocumentReference",
        "Binary",
        "Provenance",
        "ImagingStudy",
    ];

    /// <summary>The id of the Flag that seals a patient's chart.</summary>
    public static string SealOf(string patient) =>
        Seal + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(patient)))[..32];

    /// <summary>
    /// Whether a seal may forbid such a write to what is there: to a program or file each, to this server and the persons at its
    /// pages one of a document, and each deletion.
    /// </summary>
    public static bool IsSealable(Origin origin, string type, string id, bool delete) =>
        (origin.FromOutside || delete || Documents.Contains(type))
        && !(type == "Flag" && id.StartsWith(Seal, StringComparison.Ordinal));

    public static WriteRejectedException Sealed(string type, string id, bool delete) =>
        new(
            RejectionKind.InUse,
            type,
            id,
            new(
                $"患者的病历已封存，{type}/{id} 不能{(delete ? "删除" : "更改")}。须先由管理员解除封存（xinglin unseal）。",
                $"The patient's chart is sealed, so {type}/{id} cannot be {(delete ? "deleted" : "changed")}. An administrator has to unseal it first (xinglin unseal)."
            )
        );

    /// <param name="until">Until when the signed document is kept.</param>
    /// <param name="isOver">That time is over: the command remains.</param>
    public static WriteRejectedException Retained(
        RejectionKind kind,
        string type,
        string id,
        DateTimeOffset until,
        bool isOver
    )
    {
        var remedy = isOver
            ? new BilingualText(
                "保存期已满，只能由管理员使用命令 xinglin delete-document 说明理由后删除。",
                "That time is over: an administrator deletes it by the command xinglin delete-document, with a reason."
            )
            : new BilingualText(
                "如有错误，请标记为误录（entered-in-error）。",
                "If it is wrong, mark it as entered in error."
            );
        return new(
            kind,
            type,
            id,
            new(
                $"{type}/{id} 属于已签署文书或为其依据，须保存至 {until:yyyy-MM-dd}，不能删除。{remedy.Zh}",
                $"{type}/{id} is a signed document, or one rests on it: it is kept until {until:yyyy-MM-dd} and cannot be deleted. {remedy.En}"
            )
        );
    }
}
