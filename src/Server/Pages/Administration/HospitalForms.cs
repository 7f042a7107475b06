using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Files;
using Xinglin.Server.Administration;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Administration;

/// <summary>The settings of the hospital and the start of a backup: forms.</summary>
public static class HospitalForms
{
    public const string SettingsPage = "/admin/settings";
    public const string OperationPage = "/admin";

    public static void MapHospital(this WebApplication app)
    {
        app.MapPost(SettingsPage, Save)
            .RequireAuthorization(Permissions.KeepSettings)
            .RecordedAs(AuditActions.SettingsChange);
        app.MapPost("/admin/backup", Begin)
            .RequireAuthorization(Permissions.KeepSettings)
            .RecordedAs(AuditActions.Backup);
    }

    private static IResult Save(
        [FromForm] string? nameZh,
        [FromForm] string? nameEn,
        [FromForm] string? headZh,
        [FromForm] string? headEn,
        [FromForm] string? timeZone,
        [FromForm] string? backupFolder,
        [FromForm] string? breakGlassHours,
        [FromForm] string? daysInCare,
        [FromServices] PagesSettings pages,
        [FromServices] ShownOnce shown,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context);
        note.Entity = HospitalSettings.FileName;
        var before = HospitalSettings.Of(pages.DataFolder);
        var settings = before with
        {
            NameZh = nameZh?.Trim() ?? "",
            NameEn = nameEn?.Trim() ?? "",
            HeadZh = headZh?.Trim() ?? "",
            HeadEn = headEn?.Trim() ?? "",
            TimeZone = timeZone?.Trim() ?? "",
            BackupFolder = backupFolder?.Trim() ?? "",
            BreakGlassHours = Number(breakGlassHours, HospitalSettings.UsualBreakGlassHours),
            DaysInCare = Number(daysInCare, HospitalSettings.UsualDaysInCare),
        };
        if (settings.Faults(pages.DataFolder) is [var (field, _), ..])
        {
            note.Result = "refused";
            var words = HospitalSettings.RemedyOf(field) ?? BilingualText.Same(field);
            var kept = shown.Keep(Callers.AccountOf(context.User), RefusedForm.Of(context, field, words));
            return TypedResults.LocalRedirect($"{SettingsPage}?fault={field}&form={kept}");
        }
        var changed = settings.ChangedFrom(before);
        note.Reason = changed.Count == 0 ? "nothing changed" : string.Join(", ", changed);
        settings.Save(pages.DataFolder);
        return TypedResults.LocalRedirect($"{SettingsPage}?done=saved");
    }

    // The usual is not set; what is no number is out of every range.
    private static int? Number(string? text, int usual) =>
        string.IsNullOrWhiteSpace(text) ? null
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? -1
        : number == usual ? null
        : number;

    private static IResult Begin([FromServices] BackupRuns backups, HttpContext context, [FromForm] string? _ = null)
    {
        var note = AccessNote.Of(context);
        var target = backups.Begin();
        note.Entity = target is null ? "backup" : $"backup:{target}";
        note.Result = target is null ? "refused" : "begun";
        return TypedResults.LocalRedirect($"{OperationPage}#backups");
    }
}
