using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Whoever is not signed in is answered in the protocol's own form: an OperationOutcome on FHIR routes, a problem on
/// other programs' routes, the sign-in page for a person; a person who is signed in and may not see a page is told so.
/// </summary>
public sealed class RejectionAnswer : IAuthorizationMiddlewareResultHandler
{
    private static readonly BilingualText SignInWords = new(
        "请先登录：使用 /sign-in 的会话 Cookie，或用 'xinglin token' 生成的令牌（'Authorization: Bearer'）。",
        "Sign in first: a session cookie from /sign-in, or 'Authorization: Bearer' with a token made by 'xinglin token'."
    );

    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    /// <summary>Why, and which role or scope would do.</summary>
    private static BilingualText WordsOf(HttpContext context, AuthorizationPolicy policy)
    {
        var needed = policy.Requirements.OfType<PermissionRequirement>().Select(one => one.Permission).ToList();
        if (!Roles.Of(context.User).Any())
            return RoleWords.NoRole;
        if (needed.Contains(Permissions.UseFhir))
            return RoleWords.Scope(FhirRights.Missing(context) ?? "system/*.cruds");
        if (!Scopes.IsProgram(context.User))
            return needed.Count > 0 ? RoleWords.Refusal(needed[0]) : RoleWords.NoRole;
        return needed.Select(name => Permissions.Of(name).Scope).FirstOrDefault(scope => scope is not null) is { } scope
            ? RoleWords.Scope(scope)
            : RoleWords.PersonOnly;
    }

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult result
    )
    {
        if (result.Succeeded)
        {
            await next(context);
            return;
        }
        var status = result.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        AccessNote.Of(context).Result = status.ToString(CultureInfo.InvariantCulture);
        var words = result.Forbidden ? WordsOf(context, policy) : SignInWords;
        var path = context.Request.Path;
        if (path.StartsWithSegments("/fhir"))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await FhirOutcome.WriteAsync(context, status, words.In(context));
        }
        else if (ProgramRequests.Is(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await TypedResults.Problem(words.In(context), statusCode: status).ExecuteAsync(context);
        }
        else if (result.Forbidden)
        {
            // Who is signed in begins with the page that is theirs.
            if (
                path == "/"
                && HttpMethods.IsGet(context.Request.Method)
                && Permissions.HomeOf(context.User) is { } home
            )
            {
                AccessNote.Of(context).Result = "302";
                context.Response.Redirect(home);
                return;
            }
            // Signed in already: to ask for the password again would say nothing.
            await FaultAnswers.WriteAsync(
                context,
                status,
                words,
                new(Roles.Of(context.User).Any() ? RoleWords.Title : RoleWords.NoRoleTitle, words, Again: false)
            );
        }
        else
        {
            await _usual.HandleAsync(next, context, policy, result);
            // What was answered, and what it hides.
            AccessNote.Of(context).Result = string.Create(
                CultureInfo.InvariantCulture,
                $"{status} ({context.Response.StatusCode})"
            );
        }
    }
}
