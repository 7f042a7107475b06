using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;
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
    private static readonly BilingualText ForbiddenWords = new(
        "此账户无权执行该操作。请由管理员核对账户的角色。",
        "This account may not do that. An administrator can look at its roles."
    );

    private static readonly BilingualText SignInWords = new(
        "请先登录：使用 /sign-in 的会话 Cookie，或用 'xinglin token' 生成的令牌（'Authorization: Bearer'）。",
        "Sign in first: a session cookie from /sign-in, or 'Authorization: Bearer' with a token made by 'xinglin token'."
    );

    private readonly AuthorizationMiddlewareResultHandler _usual = new();

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
        var words = result.Forbidden ? ForbiddenWords : SignInWords;
        var path = context.Request.Path;
        if (path.StartsWithSegments("/fhir"))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await FhirOutcome.WriteAsync(context, status, words.In(context));
        }
        else if (Programs.Ask(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await TypedResults.Problem(words.In(context), statusCode: status).ExecuteAsync(context);
        }
        else if (result.Forbidden)
        {
            // Signed in already: to ask for the password again would say nothing.
            var isAuditors = policy
                .Requirements.OfType<RolesAuthorizationRequirement>()
                .Any(role => role.AllowedRoles.Contains(Roles.Auditor));
            await FaultAnswers.WriteAsync(
                context,
                status,
                words,
                isAuditors
                    ? new(ShellWords.ForbiddenTitle, ShellWords.ForbiddenBody, Again: false)
                    : new(ShellWords.RoleTitle, ShellWords.RoleBody, Again: false)
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
