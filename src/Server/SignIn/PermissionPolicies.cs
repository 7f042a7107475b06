using Microsoft.AspNetCore.Authorization;

namespace Xinglin.Server.SignIn;

/// <summary>On a policy: the row of <see cref="Permissions"/> that must allow it.</summary>
public sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>The policies of all addresses, one for each row of <see cref="Permissions"/>, under its name.</summary>
public static class PermissionPolicies
{
    public static AuthorizationBuilder AddPermissions(this AuthorizationBuilder builder)
    {
        builder.Services.AddSingleton<IAuthorizationHandler, Handler>();
        foreach (var permission in Permissions.All)
        {
            builder.AddPolicy(
                permission.Name,
                policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission.Name))
            );
        }
        return builder;
    }

    private sealed class Handler : AuthorizationHandler<PermissionRequirement>
    {
        protected override Task HandleRequirementAsync(
            AuthorizationHandlerContext context,
            PermissionRequirement requirement
        )
        {
            var isAllowed =
                requirement.Permission == Permissions.UseFhir
                    ? context.Resource is HttpContext http && FhirRights.Allow(http)
                    : Permissions.Allows(context.User, requirement.Permission);
            if (isAllowed)
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
