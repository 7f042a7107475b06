using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>The rules of the commit, asked of one entry before it is stored, so that the good entries next to it can be.</summary>
internal static class EntryPrecheck
{
    /// <summary>The rejection of a resource, or null when it may be stored.</summary>
    public static RejectedItem? Check(FhirStore store, Origin origin, string place, Resource resource)
    {
        if (resource.Id is not { } id || !LogicalId.IsValid(id))
        {
            return WrongId(place);
        }
        if (store.RejectionOf(origin, resource) is { } rejection)
            return Refused(place, rejection);
        return Moves(store, origin, resource) ? Moved(place, resource) : null;
    }

    /// <summary>A person's upload shows nothing of what is there, so it takes nothing out of another patient's chart either.</summary>
    private static bool Moves(FhirStore store, Origin origin, Resource resource) =>
        origin.Kind == OriginKind.Sender
        && store.Read(resource.TypeName, resource.Id!) is { } there
        && References.Owner(there) is { } owner
        && owner != References.Owner(resource);

    private static RejectedItem Moved(string place, Resource resource) =>
        new(
            place,
            RejectionCodes.Protected,
            new(
                $"{resource.TypeName}/{resource.Id} 属于另一患者的病历：上传不能把它移到别处。",
                $"{resource.TypeName}/{resource.Id} is in the chart of another patient: an upload does not move it."
            ),
            new(
                "请由来源系统更正，或标记为误录（entered-in-error）。",
                "Let the system of origin correct it, or mark it as entered in error."
            )
        );

    private static RejectedItem WrongId(string place) =>
        new(
            place,
            RejectionCodes.NotFhir,
            new("资源 id 不符合 FHIR 规定。", "The resource's id is not one that FHIR allows."),
            new("id 须为 1–64 个字母、数字、“-”或“.”。", "Use 1 to 64 letters, digits, '-' and '.'.")
        );

    /// <summary>A rule of the commit as a line of the report.</summary>
    public static RejectedItem Refused(string place, WriteRejectedException rejection) =>
        new(
            rejection.Place is null ? place : $"{place}, {rejection.Place}",
            RejectionCodes.Protected,
            rejection.Reason,
            rejection.Kind == RejectionKind.Content
                ? new(
                    "请在来源系统更正后重新导出，或从文件中移除该条目。",
                    "Correct it at the source and export it again, or remove the entry from the file."
                )
                : new(
                    "请在来源系统更换 id，或在页面上修订。",
                    "Give it another id at the source, or amend it on its page."
                )
        );
}
