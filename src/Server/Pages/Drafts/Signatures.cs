using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Server.Audit;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Pages.Profile;
using Xinglin.Server.SignIn;
using Xinglin.Server.SignIn.Passkeys;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>
/// The signature of one document: <c>POST /drafts/{id}/signature</c>, a form of the signing dialog. The password comes in this
/// request alone, whole, and never by the live page; a passkey answers a challenge that was made for this version of this document.
/// </summary>
public static class Signatures
{
    public static void MapSignatures(this WebApplication app)
    {
        app.MapPost("/drafts/{id}/signature", SignAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.Sign)
            .RecordedAs(AuditActions.Sign);
        app.MapPost("/drafts/{id}/signature/challenge", ChallengeAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.Sign)
            .RecordedAs(AuditActions.SecondAuthentication);
    }

    /// <param name="Version">The version that the signer saw.</param>
    /// <param name="Language">Of the text that the signer saw.</param>
    /// <param name="Meaning"><c>author</c>, <c>reviewer</c> or <c>approver</c>.</param>
    /// <param name="Seen">There when the signer has seen which sources are damaged, or which words are in the other language only.</param>
    /// <param name="Challenge">Names the challenge that a passkey answers, in place of a password.</param>
    internal sealed record Form(
        string? Version,
        string? Language,
        string? Meaning,
        string? Password,
        string? Seen,
        string? Challenge = null,
        string? Credential = null
    )
    {
        public bool IsByPasskey => !string.IsNullOrEmpty(Challenge) && !string.IsNullOrEmpty(Credential);
    }

    /// <summary>What the dialog says; nothing where it was signed.</summary>
    private sealed record Answer(string? Says);

    private static async Task<IResult> SignAsync(
        string id,
        [FromForm] string? version,
        [FromForm] string? language,
        [FromForm(Name = "meaning")] string? means,
        [FromForm] string? password,
        [FromForm] string? seen,
        [FromForm] string? challenge,
        [FromForm] string? credential,
        [FromServices] ReviewService review,
        [FromServices] SigningService signing,
        [FromServices] SecondAuthenticator second,
        [FromServices] CurrentPerson people,
        [FromServices] PageViews views,
        HttpContext context
    )
    {
        var form = new Form(version, language, means, password, seen, challenge, credential);
        var note = AccessNote.Of(context);
        note.Entity = $"DiagnosticReport/{RequestWords.Plain(id)}";
        note.Reason = Enum.TryParse<SignatureMeaning>(form.Meaning, ignoreCase: true, out var meaning)
            ? meaning.ToString().ToLowerInvariant()
            : "no meaning";
        try
        {
            if (RefusalOf(form) is { } incomplete)
                return Refused(note, "incomplete", incomplete);
            var signer = await people.SignerAsync(context.User);
            var state = review.State(id, form.Language!, signer.UserId);
            note.About([state.Stored.Draft.PatientId]);
            if (form.Seen is null && MustBeSeen(state, form.Language!))
                return Refused(note, "not-seen", DraftWords.NotSeen);
            var (answer, proof) = form.IsByPasskey
                ? await second.ConfirmAsync(
                    new PasskeyAssertion(signer.UserId, id, form.Version!, form.Challenge!, form.Credential!)
                )
                : await second.ConfirmAsync(signer.UserId, form.Password ?? "", id);
            if (proof is null)
            {
                return Refused(
                    note,
                    answer.ToString().ToLowerInvariant(),
                    answer switch
                    {
                        PasswordAnswer.Locked => SignInWords.Locked,
                        PasswordAnswer.Damaged => AccountsDamage.Words,
                        _ when form.IsByPasskey => PasskeyWords.NotAcceptedToSign,
                        _ => DraftWords.WrongPassword,
                    }
                );
            }
            await BegunAsync(views, context.User, id, state.Stored.Draft.PatientId, note.Reason);
            await signing.SignAsync(new SigningRequest(id, form.Version!, form.Language!, signer, meaning), proof);
            return TypedResults.Ok(new Answer(null));
        }
        catch (ReviewRejectedException refusal)
        {
            return Refused(note, refusal.Code, refusal.Reason);
        }
        catch (VersionConflictException)
        {
            return Refused(note, "conflict", DraftWords.ChangedWhileSigning);
        }
        catch (KeyNotFoundException)
        {
            return Refused(note, "unreadable", DraftWords.NoLongerReadable);
        }
        catch (AccessNotRecordedException)
        {
            return Refused(note, "not-recorded", TrailWords.NotRecorded);
        }
        catch (PdfException fault)
        {
            return Refused(note, "not-printed", fault.Reason);
        }
    }

    /// <summary>A challenge for the signer's passkey, for this version of this document only.</summary>
    private static async Task<IResult> ChallengeAsync(
        string id,
        [FromForm] string? version,
        [FromServices] PasskeyService passkeys,
        [FromServices] Microsoft.AspNetCore.Identity.UserManager<Account> users,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context);
        note.Entity = $"DiagnosticReport/{RequestWords.Plain(id)}";
        note.Reason = "challenge";
        if (string.IsNullOrEmpty(version))
            return Refused(note, "incomplete", DraftWords.IncompleteSignature);
        return
            await users.GetUserAsync(context.User) is { } account
            && await passkeys.SigningAsync(account, id, version) is { } asked
            ? TypedResults.Ok(asked)
            : Refused(note, "no-passkey", PasskeyWords.None);
    }

    private static BilingualText? RefusalOf(Form form) =>
        form.Language is not (Localizer.Chinese or Localizer.English)
        || !Enum.TryParse<SignatureMeaning>(form.Meaning, ignoreCase: true, out _)
        || string.IsNullOrEmpty(form.Version)
            ? DraftWords.IncompleteSignature
        : !form.IsByPasskey && string.IsNullOrEmpty(form.Password) ? DraftWords.NoPassword
        : null;

    private static bool MustBeSeen(ReviewState state, string language) =>
        state.Damaged.Count > 0 || OtherLanguage.OwnWords(state.Stored.Draft, language) > 0;

    private static Task BegunAsync(PageViews views, ClaimsPrincipal who, string id, string patient, string meaning) =>
        views.RecordAsync(who, AuditActions.Sign, $"DiagnosticReport/{id}", [patient], meaning, "begun");

    private static IResult Refused(AccessNote note, string result, BilingualText words)
    {
        note.Result = result;
        return TypedResults.Json(new Answer(words.In(Localizer.Language)), statusCode: StatusCodes.Status409Conflict);
    }
}
