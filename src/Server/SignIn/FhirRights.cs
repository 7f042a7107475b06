using System.Security.Claims;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Server.SignIn;

/// <summary>
/// Which interactions of the FHIR interface a role allows with which types, in the words of <see cref="Scopes"/>; a program may
/// do what its account's roles and its token's scopes both allow.
/// </summary>
public static class FhirRights
{
    public static readonly IReadOnlyDictionary<string, string> ByRole = new Dictionary<string, string>
    {
        [Roles.Clinician] = "system/*.cruds",
        [Roles.Informatics] = "system/*.cruds",
        [Roles.Nurse] = "system/*.rs system/Observation.cu",
        [Roles.Pharmacist] = "system/*.rs",
        [Roles.Technician] = "system/ImagingStudy.rs system/Patient.rs",
        [Roles.Device] = "system/Observation.cu",
    };

    /// <summary>Whether a request below <c>/fhir</c> may be answered.</summary>
    public static bool Allow(HttpContext context) => Missing(context) is null;

    /// <summary>The scope that a request needs and that the caller lacks; null when it lacks none.</summary>
    public static string? Missing(HttpContext context)
    {
        var rights = RightsOf(context.User);
        return Needed(context).FirstOrDefault(need => !rights.All(one => one.Hold(need)));
    }

    /// <summary>
    /// The types that somebody's roles write, for an import of files; what a program's token is for has been asked by then (<see
    /// cref="Scopes.Import"/>).
    /// </summary>
    public static Func<string, bool> WritesOf(ClaimsPrincipal who)
    {
        var roles = OfRoles(who);
        return type => roles.Hold($"system/{type}.cu");
    }

    // The roles of one account together are one right; a token's scopes are another, and both must hold.
    private static List<Scopes> RightsOf(ClaimsPrincipal who)
    {
        var roles = OfRoles(who);
        return Scopes.IsProgram(who) ? [roles, Scopes.Of(who)] : [roles];
    }

    private static Scopes OfRoles(ClaimsPrincipal who) =>
        Scopes.Parse(string.Join(' ', Roles.Of(who).Select(role => ByRole.GetValueOrDefault(role)).OfType<string>()));

    private static IEnumerable<string> Needed(HttpContext context)
    {
        // What the interface can do, and that an address is unknown, is told to all who are signed in.
        if (context.GetEndpoint()?.Metadata.GetMetadata<Recorded>()?.Action is not { } action)
            yield break;
        var type = context.Request.RouteValues["type"] as string ?? "*";
        // A type that there is not is nobody's: the interface says so, without the words of the address.
        if (type != "*" && !ResourceTypes.IsKnown(type))
            yield break;
        switch (action)
        {
            case AuditActions.Unknown:
                break;
            case "read" or "history" or "vread":
                yield return $"system/{type}.r";
                break;
            case "search":
                // Words of another type in a question, and records of another type beside the answer, are reading too.
                yield return ReachesFurther(context.Request) ? "system/*.rs" : $"system/{type}.s";
                break;
            case "everything":
                yield return "system/*.rs";
                break;
            case "create":
                yield return $"system/{type}.c";
                if (context.Request.Headers.ContainsKey("If-None-Exist"))
                    yield return "system/*.s";
                break;
            case "update":
                yield return $"system/{type}.u";
                break;
            case "delete":
                yield return $"system/{type}.d";
                break;
            default:
                yield return "system/*.cruds";
                break;
        }
    }

    // The fields of a form are in the body: such a search needs the right to all types.
    private static bool ReachesFurther(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        || request.Query.Keys.Any(key =>
            key.Contains('.') || (key.StartsWith('_') && !Plain.Contains(key.Split(':')[0], StringComparer.Ordinal))
        );

    private static readonly string[] Plain =
    [
        "_id",
        "_lastUpdated",
        "_count",
        "_sort",
        "_summary",
        "_elements",
        "_total",
        "_format",
        "_pretty",
        "_tag",
        "_security",
        "_profile",
        "_source",
        "_offset",
    ];
}
