using System.Security.Claims;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>Who is behind a request, told from its claims.</summary>
public static class Callers
{
    /// <summary>The claim with the id of a program's token; a person's session has none.</summary>
    public const string ProgramClaim = "xinglin:program";

    /// <summary>The claim with what a program's token is for.</summary>
    public const string PurposeClaim = "xinglin:purpose";

    /// <summary>Who sends content through an interface: a program by its token, or a person by a session.</summary>
    public static Origin OriginOf(ClaimsPrincipal caller) =>
        caller.FindFirstValue(ProgramClaim) is { } token ? Origin.Program(token) : Origin.Sender(AccountOf(caller));

    /// <summary>Who asks, for the audit trail: a program under its token's own name, a person under the account's.</summary>
    public static AuditActor ActorOf(ClaimsPrincipal caller)
    {
        if (caller.FindFirstValue(ProgramClaim) is { } token)
            return AuditActor.Program(token, caller.FindFirstValue(PurposeClaim));
        return caller.Identity?.IsAuthenticated == true
            ? AuditActor.Person(AccountOf(caller), caller.Identity.Name)
            : AuditActor.Anonymous;
    }

    /// <summary>Id of the account behind a session or a token; <c>anonymous</c> for nobody's.</summary>
    public static string AccountOf(ClaimsPrincipal caller) =>
        caller.FindFirstValue("sub")
        ?? caller.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? caller.Identity?.Name
        ?? "anonymous";
}
