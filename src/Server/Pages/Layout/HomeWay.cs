using System.Security.Claims;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Layout;

/// <summary>The way out of a page that shows nothing: to where this person's roles may go.</summary>
public sealed record HomeWay(string Address, BilingualText Words)
{
    /// <returns>Null where no page is theirs. Of a stranger: the worklist, by way of the sign-in.</returns>
    public static HomeWay? Of(ClaimsPrincipal? who) =>
        who?.Identity?.IsAuthenticated != true
            ? new("/", ShellWords.ToWorklist)
            : Permissions.HomeOf(who) switch
            {
                null => null,
                "/admin" => new("/admin", ShellWords.ToAdministration),
                "/models" => new("/models", ShellWords.ToModels),
                "/audit" => new("/audit", ShellWords.ToAudit),
                var home => new(home, ShellWords.ToWorklist),
            };
}
