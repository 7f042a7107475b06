using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Reports.Signing;
using Xinglin.Server.SignIn;
using Xinglin.Server.SignIn.Passkeys;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Profile;

/// <summary>
/// People add and remove their own passkeys. A new one needs the password: whoever finds an open page makes none. A browser posts
/// here by script (<c>passkeys.js</c>) and reads JSON.
/// </summary>
public static class OwnPasskeys
{
    public static void MapOwnPasskeys(this WebApplication app)
    {
        app.MapPost("/account/passkeys/options", OptionsAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.PasskeyAdd);
        app.MapPost("/account/passkeys", AddAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.PasskeyAdd);
        app.MapPost("/account/passkeys/remove", RemoveAsync)
            .RequireAuthorization(SignInModule.PersonPolicy)
            .RecordedAs(AuditActions.PasskeyRemove);
    }

    private sealed record Answer(string? Says, string? To = null);

    private static async Task<IResult> OptionsAsync(
        [FromForm] string? password,
        [FromServices] PasskeyService passkeys,
        [FromServices] PasswordVerifier verifier,
        [FromServices] UserManager<Account> users,
        HttpContext context
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        note.Reason = "challenge";
        var answer = await verifier.VerifyAsync(id, password ?? "", context.RequestAborted);
        if (answer != PasswordAnswer.Right)
        {
            return Refused(
                note,
                answer.ToString().ToLowerInvariant(),
                answer switch
                {
                    PasswordAnswer.Locked => SignInWords.Locked,
                    PasswordAnswer.Damaged => AccountsDamage.Words,
                    _ => PasskeyWords.WrongPassword,
                }
            );
        }
        return await users.FindByIdAsync(id) is { } account
            ? TypedResults.Ok(await passkeys.AddingAsync(account))
            : Refused(note, "unknown", PasskeyWords.NotAdded);
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? challenge,
        [FromForm] string? credential,
        [FromForm] string? name,
        [FromServices] PasskeyService passkeys,
        [FromServices] UserManager<Account> users,
        HttpContext context
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        return
            await users.FindByIdAsync(id) is { } account
            && await passkeys.AddAsync(account, challenge, credential, name)
            ? TypedResults.Ok(new Answer(null, "/account?done=passkey"))
            : Refused(note, "not-added", PasskeyWords.NotAdded);
    }

    private static async Task<IResult> RemoveAsync(
        [FromForm] string? passkey,
        [FromServices] PasskeyService passkeys,
        [FromServices] UserManager<Account> users,
        HttpContext context
    )
    {
        var (id, note) = (IdOf(context), AccessNote.Of(context));
        note.Entity = $"Account/{id}";
        var isRemoved =
            await users.FindByIdAsync(id) is { } account
            && Bytes(passkey) is { } credential
            && await passkeys.RemoveAsync(account, credential);
        // Removed in another tab already: it is gone all the same.
        note.Result = isRemoved ? "ok" : "unknown";
        return TypedResults.LocalRedirect("/account?done=passkey-removed");
    }

    private static byte[]? Bytes(string? hexadecimal)
    {
        try
        {
            return Convert.FromHexString(hexadecimal ?? "");
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string IdOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private static IResult Refused(AccessNote note, string result, BilingualText words)
    {
        note.Result = result;
        return TypedResults.Json(new Answer(words.In(Localizer.Language)), statusCode: StatusCodes.Status409Conflict);
    }
}
