using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Reports.Documents;
using Xinglin.Server.Administration;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>
/// What an administrator changes of people, sessions and tokens: forms, since no secret passes a live page. What is made is shown
/// to its maker once. One's own account is changed by another administrator, or at the page of one's own account.
/// </summary>
public static class PeopleForms
{
    public const string Page = "/admin/people";
    public const string AccessPage = "/admin/access";

    private const int Longest = 80;
    private const int MostDays = 365;

    public static void MapPeople(this WebApplication app)
    {
        Map("/admin/people", AuditActions.UserAdd, AddAsync);
        Map("/admin/people/{id}/roles", AuditActions.RoleChange, RolesAsync);
        Map("/admin/people/{id}/password", AuditActions.PasswordReset, PasswordAsync);
        Map(
            "/admin/people/{id}/sessions",
            AuditActions.SessionEnd,
            Step<SessionsAndTokens>("ended", (all, user) => all.EndSessionsAsync(user))
        );
        Map(
            "/admin/people/{id}/close",
            AuditActions.UserClose,
            Step<Accounts>("closed", (all, user) => all.CloseAsync(user))
        );
        Map(
            "/admin/people/{id}/open",
            AuditActions.UserOpen,
            Step<Accounts>("opened", (all, user) => all.OpenAsync(user))
        );
        Map("/admin/tokens", AuditActions.TokenAdd, AddTokenAsync);
        Map("/admin/tokens/revoke", AuditActions.TokenRevoke, RevokeAsync);

        void Map(string address, string action, Delegate answer) =>
            app.MapPost(address, answer).RequireAuthorization(Permissions.KeepPeople).RecordedAs(action);
    }

    private static Task<IResult> AddAsync(
        [FromForm] string? user,
        [FromForm] string? nameZh,
        [FromForm] string? nameEn,
        [FromForm] string? rank,
        [FromServices] Accounts accounts,
        [FromServices] ShownOnce shown,
        HttpContext context
    ) =>
        DoAsync(
            context,
            accounts,
            Page,
            async () =>
            {
                var name = Plain(user, "user");
                var password = await accounts.AddAsync(
                    name,
                    nameZh?.Trim() is { Length: > 0 } zh ? Plain(zh, "nameZh") : name,
                    nameEn?.Trim() is { Length: > 0 } en ? Plain(en, "nameEn") : name,
                    Given(context),
                    RankOf(rank)
                );
                return Shown(context, shown, Page, "added", name, password);
            }
        );

    private static Task<IResult> RolesAsync(
        string id,
        [FromForm] string? rank,
        [FromServices] Accounts accounts,
        HttpContext context
    ) =>
        OfOtherAsync(
            id,
            context,
            accounts,
            async (user, page) =>
            {
                await accounts.ChangeRolesAsync(user, Given(context), RankOf(rank));
                return $"{page}?done=roles";
            }
        );

    private static Task<IResult> PasswordAsync(
        string id,
        [FromServices] Accounts accounts,
        [FromServices] ShownOnce shown,
        HttpContext context,
        [FromForm] string? _ = null
    ) =>
        OfOtherAsync(
            id,
            context,
            accounts,
            async (user, page) => Shown(context, shown, page, "password", user, await accounts.ResetAsync(user))
        );

    /// <summary>A change of somebody else's account that has no fields but its button.</summary>
    private static Delegate Step<TService>(string done, Func<TService, string, Task> change) =>
        (
            string id,
            [FromServices] Accounts accounts,
            [FromServices] TService service,
            HttpContext context,
            [FromForm] string? _ = null
        ) =>
            OfOtherAsync(
                id,
                context,
                accounts,
                async (user, page) =>
                {
                    await change(service, user);
                    return $"{page}?done={done}";
                }
            );

    private static Task<IResult> AddTokenAsync(
        [FromForm] string? user,
        [FromForm] string? purpose,
        [FromForm] string? scopes,
        [FromForm] string? days,
        [FromServices] Accounts accounts,
        [FromServices] ShownOnce shown,
        HttpContext context
    ) =>
        DoAsync(
            context,
            accounts,
            AccessPage,
            async () =>
            {
                if (
                    !int.TryParse(days, CultureInfo.InvariantCulture, out var lifetime) || lifetime is < 1 or > MostDays
                )
                {
                    throw new AccountRejectedException(
                        new BilingualText(
                            $"有效期须为 1 至 {MostDays} 天。",
                            $"The lifetime is none: write 1 to {MostDays} days."
                        )
                    )
                    {
                        Field = "days",
                    };
                }
                var token = await accounts.AddTokenAsync(
                    Plain(user, "user"),
                    Plain(purpose, "purpose"),
                    TimeSpan.FromDays(lifetime),
                    scopes ?? ""
                );
                return Shown(context, shown, AccessPage, "token", purpose!.Trim(), token);
            }
        );

    private static Task<IResult> RevokeAsync(
        [FromForm] string? token,
        [FromServices] Accounts accounts,
        [FromServices] SessionsAndTokens credentials,
        HttpContext context
    ) =>
        DoAsync(
            context,
            accounts,
            AccessPage,
            async () =>
            {
                await credentials.RevokeTokenAsync(token ?? "", Callers.ActorOf(context.User));
                return $"{AccessPage}?done=revoked";
            }
        );

    internal static Task<IResult> OfOtherAsync(
        string id,
        HttpContext context,
        Accounts accounts,
        Func<string, string, Task<string>> act
    )
    {
        var page = $"{Page}/{Uri.EscapeDataString(id)}";
        return DoAsync(
            context,
            accounts,
            page,
            async () =>
            {
                AccessNote.Of(context).Entity = $"Account/{RequestWords.Plain(id)}";
                var account =
                    (await accounts.AllAsync()).FirstOrDefault(one => one.Id == id)
                    ?? throw new AccountRejectedException(
                        new BilingualText("没有此账户。", "There is no such account.")
                    );
                return id == Callers.AccountOf(context.User) ? $"{page}?done=own" : await act(account.UserName, page);
            }
        );
    }

    /// <summary>Does it in the name of who asks, and leads back to the page, which says what was done or why not.</summary>
    internal static async Task<IResult> DoAsync(
        HttpContext context,
        Accounts accounts,
        string page,
        Func<Task<string>> act
    )
    {
        accounts.By = Callers.ActorOf(context.User);
        try
        {
            var to = await act();
            if (to.EndsWith("done=own", StringComparison.Ordinal))
                AccessNote.Of(context).Result = "refused";
            return TypedResults.LocalRedirect(to);
        }
        catch (AccountRejectedException rejected)
        {
            AccessNote.Of(context).Result = "refused";
            var shown = context.RequestServices.GetRequiredService<ShownOnce>();
            return TypedResults.LocalRedirect(Refused(context, shown, page, rejected.Field, rejected.Words));
        }
    }

    /// <summary>The page again, which says why nothing was done and has in its form what was typed.</summary>
    internal static string Refused(
        HttpContext context,
        ShownOnce shown,
        string page,
        string? field,
        BilingualText words
    )
    {
        var maker = Callers.AccountOf(context.User);
        return QueryHelpers.AddQueryString(
            page,
            new Dictionary<string, string?>
            {
                ["shown"] = shown.Keep(maker, "", words),
                ["form"] = shown.Keep(maker, RefusedForm.Of(context, field, words)),
            }
        );
    }

    private static string Shown(
        HttpContext context,
        ShownOnce shown,
        string page,
        string done,
        string whose,
        string secret
    ) =>
        QueryHelpers.AddQueryString(
            page,
            new Dictionary<string, string?>
            {
                ["done"] = done,
                ["shown"] = shown.Keep(Callers.AccountOf(context.User), whose, BilingualText.Same(secret)),
            }
        );

    private static string Plain(string? text, string field) =>
        text?.Trim() is { Length: > 0 and <= Longest } plain && !plain.Any(char.IsControl)
            ? plain
            : throw new AccountRejectedException(
                new BilingualText(
                    $"{field}：须为 1 至 {Longest} 个字符。",
                    $"{field}: write 1 to {Longest} characters."
                )
            )
            {
                Field = field,
            };

    // No box that is ticked is no field at all.
    private static List<string> Given(HttpContext context) =>
        context.Request.Form["roles"].OfType<string>().Where(role => role.Length > 0).ToList() is { Count: > 0 } roles
            ? roles
            : throw new AccountRejectedException(new BilingualText("请至少选择一种角色。", "Choose at least one role."))
            {
                Field = "roles",
            };

    private static Rank? RankOf(string? rank) =>
        string.IsNullOrEmpty(rank) ? null
        : Enum.TryParse<Rank>(rank, out var known) && Enum.IsDefined(known) ? known
        : throw new AccountRejectedException(
            new BilingualText("没有此职级。", "The rank is unknown: intern, resident, attending or chief.")
        );
}
