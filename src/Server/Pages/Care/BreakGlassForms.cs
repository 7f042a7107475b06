using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Administration;
using Xinglin.Server.Care;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Care;

/// <summary>Opening a chart by break-glass: <c>POST /patients/{id}/break-glass</c>, a form whose letters wait for no live page.</summary>
public static class BreakGlassForms
{
    /// <summary>Said before anything is refused.</summary>
    public static readonly BilingualText OtherHint = new(
        "选择“其他”时，至少写 {0} 个字。",
        "With \"other\", at least {0} letters."
    );

    public static void MapBreakGlass(this WebApplication app) =>
        app.MapPost("/patients/{id}/break-glass", OpenAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.BreakGlass)
            .RecordedAs(AuditActions.BreakGlass);

    /// <summary>Where the person goes on: what was asked for, or the chart.</summary>
    public static string TargetOf(string id, string? back) =>
        SignInModule.IsLocal(back) ? back! : $"/patients/{Uri.EscapeDataString(id)}";

    private static async Task<IResult> OpenAsync(
        string id,
        [FromForm] string? reason,
        [FromForm] string? words,
        [FromForm] string? back,
        [FromServices] ChartAccess charts,
        [FromServices] BreakGlass breakGlass,
        [FromServices] AccessTrail trail,
        [FromServices] ShownOnce shown,
        HttpContext context
    )
    {
        var (note, person) = (AccessNote.Of(context), context.User);
        note.Entity = $"Patient/{RequestWords.Plain(id)}";
        if (charts.Closed(person, [id]) is not [var chart])
        {
            note.Result = "open";
            return TypedResults.LocalRedirect(TargetOf(id, back));
        }
        note.About(id);
        var told = Line(words);
        if (BreakGlass.RefusalOf(reason, told) is not null)
        {
            note.Result = "refused";
            var kept = shown.Keep(Callers.AccountOf(person), reason ?? "", BilingualText.Same(words ?? ""));
            return TypedResults.LocalRedirect($"{ClosedChartAnswer.AddressOf(id, back ?? "")}&kept={kept}");
        }
        note.Reason = told.Length == 0 ? reason : $"{reason}: {told}";
        // Before the chart opens: what cannot be recorded opens nothing.
        await trail.RecordAsync(
            new(Callers.ActorOf(person), AuditActions.BreakGlass, note.Entity)
            {
                Patients = [id],
                Reason = note.Reason,
                Result = "begun",
                Address = AccessGate.AddressOf(context.Connection.RemoteIpAddress),
                Request = context.TraceIdentifier,
            }
        );
        await breakGlass.OpenAsync(person, chart, reason!, told);
        return TypedResults.LocalRedirect(TargetOf(id, back));
    }

    private static string Line(string? words) =>
        new string([.. (words ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
}
