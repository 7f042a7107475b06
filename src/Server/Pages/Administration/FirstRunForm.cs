using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Administration;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Pages.Administration;

/// <summary>The first administrator of an empty server, by the link that was printed at its start.</summary>
public static class FirstRunForm
{
    public static void MapFirstRun(this WebApplication app) =>
        app.MapPost(FirstRun.Page, MakeAsync).AllowAnonymous().RecordedAs(AuditActions.UserAdd);

    private static async Task<IResult> MakeAsync(
        [FromForm] string? key,
        [FromForm] string? user,
        [FromForm] string? nameZh,
        [FromForm] string? nameEn,
        [FromForm] string? password,
        [FromForm] string? again,
        [FromServices] FirstRun first,
        [FromServices] Accounts accounts,
        [FromServices] ShownOnce shown,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context);
        note.Entity = "Account/first";
        var name = user?.Trim() ?? "";
        try
        {
            if (await first.IsOpenAsync(key, accounts))
            {
                if (password is null || password != again)
                    return Back("differ");
                if (name.Length is 0 or > 80 || name.Any(char.IsControl))
                    return Back("name");
                accounts.By = new AuditActor("anonymous", "first-run");
            }
            var isMade = await first.MakeAsync(
                key,
                accounts,
                () =>
                    accounts.AddAsync(
                        name,
                        nameZh?.Trim() is { Length: > 0 and <= 80 } zh ? zh : name,
                        nameEn?.Trim() is { Length: > 0 and <= 80 } en ? en : name,
                        [Roles.Administrator],
                        chosen: password
                    )
            );
            if (isMade)
                return TypedResults.LocalRedirect(SignInModule.Page);
            note.Result = "404";
            return TypedResults.LocalRedirect(FirstRun.Page);
        }
        catch (AccountRejectedException)
        {
            return Back("weak");
        }

        IResult Back(string failure)
        {
            note.Result = "refused";
            var words = AdminWords.OfFirstRun(failure);
            var form = shown.Keep(FirstRun.HolderOf(key), RefusedForm.Of(context, null, words));
            return TypedResults.LocalRedirect(
                $"{FirstRun.Page}?key={Uri.EscapeDataString(key ?? "")}&failure={failure}&form={form}"
            );
        }
    }
}
