using Xinglin.Records.Fhir.Resources;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>What an entry of the trail is about and how it came about, in words; the address itself is there on hover.</summary>
public static class OpenedWords
{
    private static readonly Dictionary<string, BilingualText> Pages = new(StringComparer.Ordinal)
    {
        ["/"] = ShellWords.Worklist,
        ["/search"] = ShellWords.Search,
        ["/models"] = ShellWords.Models,
        ["/import"] = ShellWords.Import,
        ["/audit"] = TrailWords.Title,
        ["/audit/export"] = new("导出审计记录", "export of the audit trail"),
        ["/patients"] = new("不存在的病历", "a chart that is not there"),
        ["/patients/access"] = TrailWords.WhoSaw,
        ["/metadata"] = new("接口说明", "description of the interface"),
    };

    /// <summary>Null where there are no words for it: it stands as it is.</summary>
    public static BilingualText? Of(string entity)
    {
        var path = entity.Split('?')[0];
        if (Pages.GetValueOrDefault(path) is { } page)
        {
            return path == "/" && entity.Contains("tab=doubts", StringComparison.Ordinal)
                ? WorklistWords.DoubtsTab
                : page;
        }

        if (entity.StartsWith("instance ", StringComparison.Ordinal))
            return new("影像", "film");
        if (entity.StartsWith("model ", StringComparison.Ordinal))
            return new($"模型 {entity["model ".Length..]}", entity);
        if (entity == "server")
            return new("服务器", "server");
        if (entity == "synthetic patients")
            return new("合成患者", "synthetic patients");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["patients", _] => PatientWords.Chart,
            ["patients", _, "access"] => TrailWords.WhoSaw,
            ["studies", ..] => ResourceTypeWords.One("ImagingStudy"),
            ["drafts", ..] => DraftWords.Document,
            ["records", var type, ..] => Known(type),
            ["files", "frames", ..] => new("影像", "film"),
            ["files", "documents", ..] => new("文书 PDF", "PDF of a document"),
            ["files", "attachments", ..] => AttachmentWords.Title,
            ["fhir"] => new("批量请求", "bundle"),
            ["fhir", "metadata"] => Pages["/metadata"],
            ["fhir", var type] => Known(type) is { } all ? new($"检索：{all.Zh}", $"search: {all.En}") : null,
            ["fhir", var type, ..] => Known(type),
            [var type, _] => Known(type),
            [var type, _, "_history", _] => Known(type),
            [var type] => Known(type),
            _ => null,
        };
    }

    /// <summary>How it came about.</summary>
    public static BilingualText WhyOf(string reason) =>
        reason switch
        {
            "live page" => new("在打开的页面上", "on an open page"),
            "author" => Signed(DraftWords.Author),
            "reviewer" => Signed(DraftWords.Reviewer),
            "approver" => Signed(DraftWords.Approver),
            "Diagnosis" => PredictionWords.Diagnosis,
            "Forecast" => PredictionWords.Forecast,
            "Imaging" => PredictionWords.Imaging,
            "signature" => new("签署前再次认证", "before a signature"),
            "challenge" => new("认证请求", "challenge"),
            "passkey" => new("通行密钥", "passkey"),
            "role" => new("角色无此权限", "role does not permit it"),
            "nothing changed" => new("无改动", "nothing changed"),
            "csv" or "ndjson" => BilingualText.Same(reason.ToUpperInvariant()),
            _ when reason.Split(' ') is ["GET" or "HEAD", ['/', ..]] => new("打开地址", "an address was opened"),
            _ when reason.Split(' ') is ["POST" or "PUT" or "PATCH" or "DELETE", ['/', ..]] => new(
                "向地址发送",
                "something was sent to an address"
            ),
            _ => BilingualText.Same(reason),
        };

    private static BilingualText Signed(BilingualText meaning) =>
        new($"签名含义：{meaning.Zh}", $"signed as {meaning.En}");

    private static BilingualText? Known(string type) =>
        References.Split(type + "/x").Type.Length > 0 ? ResourceTypeWords.One(type) : null;
}
