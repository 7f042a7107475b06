using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// What may be stored at all, told from the new content and who brings it. What comes from outside may be no draft, no
/// signature, no work of this server, no content that says a model made it; and nobody but a person makes a generated report
/// final.
/// </summary>
internal static class ContentRules
{
    /// <summary>The rejection, or null when the content may be stored.</summary>
    /// <param name="mayHoldSignature">False when its text is known to name no element of such a type: then it is not looked through.</param>
    /// <param name="mayHoldOwnWords">False when its text is known to hold none of <see cref="OwnWords"/>.</param>
    public static WriteRejectedException? Check(
        Origin origin,
        Resource resource,
        bool mayHoldSignature = true,
        bool mayHoldOwnWords = true
    )
    {
        if (Always(origin, resource) is { } never)
            return never;
        if (!origin.FromOutside)
            return null;
        return FromOutside(resource)
            ?? (
                mayHoldSignature && ContentClaims.HoldsSignature(resource)
                    ? Rejected(
                        resource,
                        "signature",
                        "signatures are made by a person on the page only, wherever they stand",
                        "签名只能由医师在页面上完成，无论位于何处"
                    )
                    : null
            )
            ?? (
                mayHoldOwnWords && OwnWords.In(resource) is { } word
                    ? Rejected(
                        resource,
                        "extension",
                        $"'{word}' is what this server itself writes down: leave it out, wherever it is",
                        $"“{word}”由本系统自行记录：请移除，无论位于何处"
                    )
                    : null
            )
            ?? ContentClaims
                .Inside(resource)
                .Skip(1)
                .Select(inner => Inside(resource, inner))
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>What is contained, or is in a Bundle that is kept as a whole, may be no more than what is alone.</summary>
    private static WriteRejectedException? Inside(Resource outer, Resource inner) =>
        inner is Parameters or OperationOutcome || FromOutside(inner) is not { } rejection
            ? null
            : new(
                rejection.Kind,
                outer.TypeName,
                outer.Id,
                new($"其中内含的资源：{rejection.Reason.Zh}", $"A resource inside it: {rejection.Reason.En}")
            );

    private static WriteRejectedException? Always(Origin origin, Resource resource) =>
        resource switch
        {
            MedicationRequest { Status: MedicationRequest.MedicationrequestStatus.Active }
                when ContentClaims.SaysAi(resource) => Rejected(
                resource,
                "status",
                "an active prescription cannot carry the AI label: a person prescribes",
                "带有 AI 标记的处方不能为“有效”状态：处方由医师开具"
            ),
            // 《互联网诊疗监管细则（试行）》, Article 13: no prescription is made by a program.
            MedicationRequest
            or ServiceRequest
            or DeviceRequest
            or NutritionOrder
            or VisionPrescription when origin.Kind == OriginKind.Product => Rejected(
                resource,
                null,
                "this program orders and prescribes nothing: a person does",
                "本程序不开立处方与医嘱：由医师开立"
            ),
            DiagnosticReport report
                when origin.Kind == OriginKind.Product
                    && ContentClaims.SaysAi(report)
                    && ReportStatus.IsFinal(report) => Rejected(
                resource,
                "status",
                "a report that carries the AI label becomes final by a person's signature on the page only",
                "带有 AI 标记的报告只能由医师在页面上签署后成为最终报告"
            ),
            _ => null,
        };

    private static WriteRejectedException? FromOutside(Resource resource) =>
        resource switch
        {
            AuditEvent => Rejected(
                resource,
                "type",
                "the server writes its audit trail itself",
                "审计记录由本系统自行写入"
            ),
            Parameters or OperationOutcome => Rejected(
                resource,
                null,
                "it is the form of a request or an answer, not a record",
                "它是请求或应答的格式，不是病历资料"
            ),
            Binary when ContentClaims.SaysOwnContent(resource) => Rejected(
                resource,
                "contentType",
                "readings and drafts are written by the server from their evidence, not sent in",
                "判读与草稿由本系统依据证据生成，不接受外部写入"
            ),
            _ when ContentClaims.SaysOwnContent(resource) => Rejected(
                resource,
                resource is DiagnosticReport ? "presentedForm" : "content",
                "a draft is written by the server from its evidence, not sent in",
                "草稿由本系统依据证据生成，不接受外部写入"
            ),
            DiagnosticReport report when ContentClaims.SaysAi(report) && ReportStatus.IsFinal(report) => Rejected(
                resource,
                "status",
                "a report that carries the AI label becomes final by a person's signature on the page only",
                "带有 AI 标记的报告只能由医师在页面上签署后成为最终报告"
            ),
            Provenance { Signature.Count: > 0 } => Rejected(
                resource,
                "signature",
                "signatures are made by a person on the page only",
                "签名只能由医师在页面上完成"
            ),
            FhirTask task when ContentClaims.SaysOwnWork(task) => Rejected(
                resource,
                "code",
                "work is asked for by importing data, or with 'try again' on the page",
                "分析任务由导入的数据触发，或在页面上点击“重试”"
            ),
            _ when ContentClaims.SaysAi(resource) => Rejected(
                resource,
                "meta",
                "the label AIAST says that a model of this server made it: leave it out of meta.security and meta.tag, also inside",
                "AIAST 标记表示内容由本系统的模型生成：请从 meta.security 与 meta.tag 中移除（包括内含资源）"
            ),
            { Id: { } id } when ReservedIds.IsReserved(id) => Rejected(
                resource,
                "id",
                "ids of this form belong to what this server makes: choose another",
                "此格式的 id 保留给本系统生成的内容：请更换 id"
            ),
            _ => null,
        };

    private static WriteRejectedException Rejected(Resource resource, string? element, string en, string zh) =>
        new(
            RejectionKind.Content,
            resource.TypeName,
            resource.Id,
            new($"此 {resource.TypeName} 不能存入：{zh}。", $"This {resource.TypeName} cannot be stored: {en}."),
            element
        );
}
