using System.Security.Claims;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Layout;

/// <summary>The person who is signed in, as the pages name them.</summary>
public static class Signed
{
    public const string NameZhClaim = "name_zh";
    public const string NameEnClaim = "name_en";

    /// <summary>The name in the language of the page; the user name where the account has none.</summary>
    public static string NameOf(ClaimsPrincipal person) =>
        person.FindFirstValue(Say.Language == Say.Chinese ? NameZhClaim : NameEnClaim) is { Length: > 0 } name
            ? name
            : person.Identity?.Name ?? "";
}
