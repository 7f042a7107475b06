using System.Security.Claims;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Care;

/// <summary>
/// The addresses that the rule of whose patients a person may open leaves out, each with why: the one table of exceptions. They name
/// patients, and hold nothing of a chart of another team.
/// </summary>
public static class ListAddresses
{
    private const string WhoSaw = "/patients/{Id}/access";

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["/"] = "the worklist: of another team's patient it shows who it is and in whose care, and not what was found",
        ["/search"] = "the search: of another team's patient it shows who it is and in whose care",
        ["/held"] = "films that wait for a person to say whose they are: the identities are what is decided on",
        ["/api/held"] = "the same for programs of a person",
        ["/api/held/{id}"] = "the same for programs of a person",
        ["/import"] = "what was brought is counted, and not shown",
        ["/api/import"] = "what was brought is counted, and not shown",
        ["/audit"] = "the auditor's trail: who opened what, without what it said",
        ["/audit/export"] = "the auditor's trail, as a file",
        ["/audit/break-glass"] = "what the privacy officer reviews",
        ["/audit/break-glass/export"] = "what the privacy officer reviews, as a file",
        ["/audit/break-glass/{id}"] = "the review of one access by break-glass itself",
        [WhoSaw] = "who opened a chart, for those who read the whole trail; of what was done, not what it said",
        ["/patients/{Id}/break-glass"] = "the way to another team's chart: who it is and in whose care",
    };

    /// <summary>Whether a request goes to one of them, by its route.</summary>
    public static bool Holds(Endpoint? endpoint, ClaimsPrincipal person) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern }
        && All.ContainsKey("/" + pattern.Trim('/'))
        && ("/" + pattern.Trim('/') != WhoSaw || Permissions.Allows(person, Permissions.ReadTrail));

    /// <summary>Whether a live page is one of them, by its address.</summary>
    public static bool HoldsPage(string page) => All.ContainsKey(page.Split('?')[0]);
}
