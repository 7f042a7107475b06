using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Profile;

/// <summary>What people change of their own account: forms, since a password passes no live page.</summary>
public static class OwnAccount
{
    private const string Page = "/account";

    public static void MapOwnAccount(this WebApplication app)
    {
        app.MapPost("/account/password", ChangePasswordAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.PasswordChange);
        app.MapPost("/account/sessions/end", EndOthersAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.SessionEnd);
        app.MapPost("/account/tokens/revoke", RevokeAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.TokenRevoke);
    }

    /// <summary>What the page says of what was done; null for a word that is none.</summary>
    internal static (BilingualText Words, bool IsDone)? Words(string? done) =>
        done switch
        {
            "password" => (AccountWords.Changed, true),
            "sessions" => (AccountWords.Ended, true),
            "token" => (AccountWords.Revoked, true),
            "passkey" => (PasskeyWords.Added, true),
            "passkey-removed" => (PasskeyWords.Removed, true),
            "differ" => (AccountWords.Differ, false),
            "weak" => (AccountWords.TooWeak, false),
            "wrong" => (AccountWords.WrongNow, false),
            "locked" => (SignInWords.Locked, false),
            _ => null,
        };

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? old,
        [FromForm] string? password,
        [FromForm] string? again,
        [FromServices] Accounts accounts,
        [FromServices] PasswordVerifier verifier,
        HttpContext context
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        if (password is null || password != again)
            return Back(note, "differ");
        // The same count of wrong passwords as for a signature.
        var answer = await verifier.VerifyAsync(id, old ?? "", context.RequestAborted);
        if (answer != Reports.Signing.PasswordAnswer.Right)
            return Back(note, answer == Reports.Signing.PasswordAnswer.Locked ? "locked" : "wrong");
        var errors = await accounts.ChangePasswordAsync(id, old!, password, SessionStore.IdOf(context.User));
        return Back(note, errors.Count == 0 ? "password" : "weak");
    }

    private static async Task<IResult> EndOthersAsync(
        [FromServices] SessionStore sessions,
        [FromServices] AccountsWitness witness,
        HttpContext context,
        [FromForm] string? _ = null
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        await witness.ChangeAsync(() => sessions.EndOthersAsync(id, SessionStore.IdOf(context.User)));
        return Back(note, "sessions");
    }

    private static async Task<IResult> RevokeAsync(
        [FromForm] string? token,
        [FromServices] SessionsAndTokens credentials,
        HttpContext context
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        try
        {
            await credentials.RevokeTokenAsync(token ?? "", Callers.ActorOf(context.User), id);
        }
        catch (AccountRejectedException)
        {
            // Ended in another tab already.
        }
        return Back(note, "token");
    }

    private static string IdOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private static IResult Back(AccessNote note, string done)
    {
        note.Result = Words(done) is { IsDone: true } ? "ok" : done;
        return TypedResults.LocalRedirect($"{Page}?done={done}");
    }
}
