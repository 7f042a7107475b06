using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Care;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Pages.Care;

/// <summary>Who is in a patient's team: <c>POST /patients/{id}/team</c> takes somebody in or out.</summary>
public static class TeamForms
{
    public static void MapTeam(this WebApplication app) =>
        app.MapPost("/patients/{id}/team", ChangeAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.KeepTeams)
            .RecordedAs(AuditActions.UnitChange);

    public static string AddressOf(string patient) => $"/patients/{Uri.EscapeDataString(patient)}/team";

    private static async Task<IResult> ChangeAsync(
        string id,
        [FromForm] string? add,
        [FromForm] string? remove,
        [FromServices] PatientTeams teams,
        [FromServices] Xinglin.Records.Fhir.FhirStore store,
        [FromServices] ChartAccess charts,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context).About(store.Read<Hl7.Fhir.Model.Patient>(id)?.Id);
        note.Entity = $"Patient/{RequestWords.Plain(id)}";
        note.Reason = RequestWords.Plain(
            string.IsNullOrEmpty(add) ? $"team:-Practitioner/{remove}" : $"team:Practitioner/{add}"
        );
        if (!charts.MayKeepTeam(context.User, id))
        {
            note.Result = "403";
            return TypedResults.LocalRedirect($"{AddressOf(id)}?done=closed");
        }
        var actor = Callers.AccountOf(context.User);
        try
        {
            var isDone =
                note.Patients.Count > 0
                && (
                    string.IsNullOrEmpty(add)
                        ? await teams.RemoveAsync(actor, id, remove ?? "")
                        : await teams.AddAsync(actor, id, add)
                );
            if (!isDone)
                note.Result = "refused";
            return TypedResults.LocalRedirect($"{AddressOf(id)}?done={(isDone ? "changed" : "not")}");
        }
        catch (VersionConflictException)
        {
            note.Result = "conflict";
            return TypedResults.LocalRedirect($"{AddressOf(id)}?done=not");
        }
    }
}
