using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Signing;
using Xinglin.Server.Faults;

namespace Xinglin.Server.SignIn.Passkeys;

/// <summary>Sign-in by passkey, next to that by password: <c>POST /sign-in/passkey/options</c>, then <c>POST /sign-in/passkey</c>.</summary>
public static class PasskeyModule
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<PasskeyChallenges>();
        services.TryAddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<PasskeyService>();
        services.AddSingleton<PasskeyCheck>(provider =>
            async (assertion, cancel) =>
            {
                await using var scope = provider.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<PasskeyService>().VerifyAsync(assertion, cancel);
            }
        );
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // It stands for the password: the authenticator asks for a finger, a face or its PIN each time.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = PasskeyChallenges.Lifetime;
        });
    }

    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost("/sign-in/passkey/options", OptionsAsync)
            .AllowAnonymous()
            .WithoutPatientData(new NoPatientData("a challenge for whoever is not signed in"));
        app.MapPost("/sign-in/passkey", SignInAsync).AllowAnonymous().RecordedAs(AuditActions.SignIn);
    }

    private static async Task<Ok<PasskeyRequest>> OptionsAsync(
        [FromServices] PasskeyService passkeys,
        [FromForm] string? _ = null
    ) => TypedResults.Ok(await passkeys.SigningInAsync());

    /// <param name="To">Where the browser goes: onwards, or back to sign-in, which says why.</param>
    private sealed record Answer(string To);

    private static async Task<IResult> SignInAsync(
        [FromForm] string? challenge,
        [FromForm] string? credential,
        [FromForm] string? back,
        [FromServices] PasskeyService passkeys,
        [FromServices] SignInManager<Account> signIn,
        [FromServices] SessionStore sessions,
        [FromServices] AccountsWitness witness,
        [FromServices] ILoggerFactory logs,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context);
        note.Entity = "Account/unknown";
        note.Reason = "passkey";
        try
        {
            note.Result = await witness.ChangeAsync(async () =>
            {
                if (await passkeys.WhoAsync(challenge, credential) is not { } account)
                    return "passkey";
                note.Entity = $"Account/{account.Id}";
                if (account.IsClosed)
                    return "closed";
                await SignInModule.BeginAsync(signIn, sessions, context, account);
                note.Actor = AuditActor.Person(account.Id, account.UserName);
                return "ok";
            });
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            FaultLog.Write(logs.CreateLogger("Xinglin.Server.SignIn"), fault, "accounts.db is damaged: sign-in");
            note.Result = AccountsDamage.Result;
        }
        var way = SignInModule.IsLocal(back) && !SignInModule.IsSignOut(back!) ? back! : "/";
        return note.Result == "ok"
            ? TypedResults.Ok(new Answer(way))
            : TypedResults.Json(
                new Answer($"{SignInModule.Page}?failure={note.Result}&back={Uri.EscapeDataString(way)}"),
                statusCode: StatusCodes.Status401Unauthorized
            );
    }
}
