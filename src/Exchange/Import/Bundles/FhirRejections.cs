using System.Text.Json;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>The wording of rejections of FHIR documents.</summary>
internal static class FhirRejections
{
    /// <summary>Faults of one item that its rejection names; of more it gives the number.</summary>
    private const int MostTold = 5;

    public static RejectedItem NotJson(string place, JsonException fault)
    {
        if (FhirTextException.IsDepth(fault))
        {
            return new(
                $"{place}, line {fault.LineNumber + 1}",
                RejectionCodes.NotJson,
                new(
                    "JSON 嵌套过深：FHIR 资源不需要如此多层。",
                    "The JSON is nested more deeply than any FHIR resource needs."
                ),
                new(
                    "请在来源系统检查该资源的扩展与包含关系。",
                    "Check extensions and contained resources at the source."
                )
            );
        }
        var at = $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}";
        return new(
            $"{place}, {at}",
            RejectionCodes.NotJson,
            new(
                $"JSON 在第 {fault.LineNumber + 1} 行第 {fault.BytePositionInLine + 1} 字节处不完整或有误。",
                $"The JSON is incomplete or wrong at {at}."
            ),
            new(
                "文件可能被截断或手工改动过：请重新导出后再导入。",
                "The file may have been cut off or edited by hand: export it again and import the new file."
            )
        );
    }

    public static RejectedItem NotUtf8(string place) =>
        new(
            place,
            RejectionCodes.Encoding,
            new("FHIR JSON 必须为 UTF-8 编码，此处不是。", "FHIR JSON must be encoded as UTF-8; this is not."),
            new(
                "请将文件转存为 UTF-8；若原为 UTF-8，则文件已损坏，请重新导出。",
                "Save the file as UTF-8; if it was UTF-8, it is damaged: export it again."
            )
        );

    /// <param name="within">What the text is a part of: its own lines would be taken for those of the file.</param>
    public static RejectedItem NotFhir(string place, FhirTextException fault, Within within = Within.Nothing)
    {
        // What follows from a fault at the same place is no other fault.
        var places = fault.Issues.DistinctBy(issue => issue.Place).ToList();
        var told = places.Take(MostTold).Select(issue => InnerPlaces.Without(issue, within)).ToList();
        var more = places.Count - told.Count;
        var zh = string.Join(
            "；",
            told.Select(one => $"{PlaceWords.Zh(one.Place)}：{IssueWordsZh.Of(one.Said).TrimEnd('。')}")
        );
        var en = string.Join("; ", told.Select(one => $"{one.Place}: {one.Said.TrimEnd('.')}"));
        return new(
            place,
            fault.IsMalformed && fault.Issues[0].Place.StartsWith("line", StringComparison.Ordinal)
                ? RejectionCodes.NotJson
                : RejectionCodes.NotFhir,
            new(
                $"不是有效的 FHIR R4 资源：{zh}。{(more > 0 ? $"（另有 {more} 处）" : "")}",
                $"Not a valid FHIR R4 resource: {en}.{(more > 0 ? $" (and {more} more)" : "")}"
            ),
            new(
                "请在来源系统更正所指之处后重新导出。",
                "Correct the named place in the sending system and export the item again."
            )
        );
    }

    public static RejectedItem ClinicalDocument(string place) =>
        new(
            place,
            RejectionCodes.ClinicalDocument,
            new(
                "这是 C-CDA 文档，目前不能导入；未存入任何内容。",
                "This is a C-CDA document. Those are not imported yet; nothing of it was stored."
            ),
            new(
                "请从来源系统导出 FHIR R4（Bundle 或 NDJSON）。",
                "Export FHIR R4 (a Bundle or NDJSON) from the sending system."
            )
        );

    public static RejectedItem JsonArray(string place) =>
        new(
            place,
            RejectionCodes.NotFhir,
            new("文件是 JSON 数组，不是 FHIR 资源。", "The file is a JSON array, not a FHIR resource."),
            new(
                "请把各资源放入 Bundle（type=collection），或每行一个资源（NDJSON）。",
                "Put the resources into a Bundle (type collection), or one on each line (NDJSON)."
            )
        );

    public static RejectedItem Unresolved(string place, string reference) =>
        new(
            place,
            RejectionCodes.Reference,
            new(
                $"引用“{ImportRejections.Short(reference)}”所指的资源不在该文件中，系统中也没有。",
                $"The reference \"{ImportRejections.Short(reference)}\" points to nothing in this file or in the store."
            ),
            new("请一并导出被引用的资源。", "Export the resource it refers to along with it.")
        );

    public static RejectedItem Twice(string place, string type, string id) =>
        new(
            place,
            RejectionCodes.NotFhir,
            new(
                $"{type}/{ImportRejections.Short(id)} 在同一 Bundle 中出现两次。",
                $"{type}/{ImportRejections.Short(id)} occurs twice in one Bundle."
            ),
            new("请删去其中一条。", "Remove one of the two.")
        );

    public static RejectedItem SeveralMatch(string place, string type) =>
        new(
            place,
            RejectionCodes.Reference,
            new($"ifNoneExist 条件匹配到多个 {type}。", $"More than one {type} matches the entry's ifNoneExist."),
            new("请缩小条件，或先合并重复的资源。", "Make the condition narrower, or merge the duplicates first.")
        );

    public static RejectedItem Busy(string place) =>
        new(
            place,
            RejectionCodes.BundleRefused,
            new(
                "导入期间相关资源不断被其他程序更改，未存入任何内容。",
                "What it refers to kept being changed by others while it was read: nothing of it was stored."
            ),
            new("请稍后重新导入。", "Import it again later.")
        );

    public static RejectedItem TooCostly(string place, TooCostlyException fault) =>
        new(
            place,
            RejectionCodes.TooLarge,
            new("其条件引用过多或查询过久，未存入任何内容。", fault.Message),
            new(
                "请拆成多个 Bundle，或以“类型/id”直接引用。",
                "Split it into several Bundles, or refer by Type/id instead of by conditions."
            )
        );

    public static RejectedItem Method(string place, string method) =>
        new(
            place,
            RejectionCodes.BundleKind,
            new($"条目的请求方法 {method} 不能导入。", $"An entry asks for {method}, which an import does not do."),
            new("只接受 POST 与 PUT。", "Only POST and PUT bring data in.")
        );

    /// <summary>The address of an entry's request names another resource than the one that comes along, or is conditional.</summary>
    public static RejectedItem OtherAddress(string place, string url, string type, string? id)
    {
        var what = id is null ? type : $"{type}/{ImportRejections.Short(id)}";
        return new(
            place,
            RejectionCodes.BundleKind,
            new(
                $"request.url（{ImportRejections.Short(url)}）与所附资源 {what} 不符，或带有条件。",
                $"The address in request.url ({ImportRejections.Short(url)}) is not that of the resource {what}, or is conditional."
            ),
            new(
                "POST 写资源类型，PUT 写“类型/id”；按条件新建请用 ifNoneExist。",
                "Write the type for POST, Type/id for PUT; use ifNoneExist to create conditionally."
            )
        );
    }

    public static RejectedItem Conditions(string place) =>
        new(
            place,
            RejectionCodes.BundleKind,
            new(
                "request.ifMatch 与 request.ifNoneMatch 为空或相互矛盾。",
                "The conditions request.ifMatch and request.ifNoneMatch are empty or contradict each other."
            ),
            new(
                "ifMatch 写所替换的版本，ifNoneMatch 写 *，二者取一。",
                "Write the version to be replaced in ifMatch, or * in ifNoneMatch, not both."
            )
        );

    /// <summary>The entry was to be stored only upon another version, or only where nothing is.</summary>
    public static RejectedItem OtherVersion(string place, string type, string id) =>
        new(
            place,
            RejectionCodes.BundleKind,
            new(
                $"{type}/{ImportRejections.Short(id)} 在系统中的版本不是 request 所要求的版本，未予更改。",
                $"{type}/{ImportRejections.Short(id)} is not at the version that the request asks for: it was left as it is."
            ),
            new("请读取当前版本后再更改。", "Read the current version and change that.")
        );

    /// <summary>A later entry of the same history deleted it.</summary>
    public static RejectedItem Deleted(string place, string type, string id) =>
        new(
            place,
            RejectionCodes.BundleKind,
            new(
                $"{type}/{ImportRejections.Short(id)} 在来源系统中已被删除，较早的版本未导入。",
                $"{type}/{ImportRejections.Short(id)} was deleted at its source: an earlier version of it is not taken in."
            ),
            new("如需保留，请单独导出该资源。", "To keep it, export that resource by itself.")
        );

    public static RejectedItem NoResource(string place) =>
        new(
            place,
            RejectionCodes.NotFhir,
            new("该条目没有 resource。", "The entry has no resource."),
            new("请补上资源或删除该条目。", "Add the resource or remove the entry.")
        );

    public static RejectedItem Whole(string place, int bad, int entries) =>
        new(
            place,
            RejectionCodes.BundleRefused,
            new(
                $"transaction Bundle 的 {entries} 个条目中有 {bad} 个有误，按“全有或全无”整体拒绝，未存入任何内容。",
                $"{bad} of the {entries} entries of this transaction Bundle are wrong: it was rejected as a whole and nothing of it was stored."
            ),
            new(
                "请更正所列条目后重新导入；或改为 type=collection，则只拒绝有误的条目。",
                "Fix the entries listed and import it again; or make it a collection, of which only the bad entries are rejected."
            )
        );

    public static RejectedItem NotAllowed(string place, string type) =>
        new(
            place,
            RejectionCodes.Protected,
            new(
                $"您的角色不能写入 {type}：文件导入与 FHIR 接口遵循同一规则。",
                $"Your role does not write resources of type {type}: an import follows the same rule as the FHIR interface."
            ),
            new(
                "请由有此权限的同事或来源系统导入该文件。",
                "Let a colleague whose role may, or the system of origin, import the file."
            )
        );

    public static RejectedItem BundleType(string place, string type) =>
        new(
            place,
            RejectionCodes.BundleKind,
            new(
                $"Bundle 类型“{ImportRejections.Short(type)}”不能导入。",
                $"A Bundle of type \"{ImportRejections.Short(type)}\" cannot be imported."
            ),
            new(
                "可导入：transaction、batch、collection、searchset、document、history。",
                "These can: transaction, batch, collection, searchset, document, history."
            )
        );
}
