using System.Security.Claims;

namespace Xinglin.Records.Fhir.Api;

/// <summary>Who stands behind a request, told from its claims.</summary>
public static class Callers
{
    /// <summary>The claim with the id of a program's token; a person's session has none.</summary>
    public const string ProgramClaim = "xinglin:program";

    /// <summary>Who sends content through an interface: a program by its token, or a person by a session.</summary>
    public static Origin OriginOf(ClaimsPrincipal caller) =>
        caller.FindFirstValue(ProgramClaim) is { } token ? Origin.Program(token) : Origin.Sender(AccountOf(caller));

    /// <summary>Id of the account behind a session or a token; <c>anonymous</c> for nobody's.</summary>
    public static string AccountOf(ClaimsPrincipal caller) =>
        caller.FindFirstValue("sub")
        ?? caller.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? caller.Identity?.Name
        ?? "anonymous";
}
