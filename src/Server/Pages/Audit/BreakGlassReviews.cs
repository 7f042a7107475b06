using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Administration;
using Xinglin.Server.Care;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Audit;

/// <summary>
/// What the privacy officer does with break-glass accesses: <c>POST /audit/break-glass/{id}</c> notes that one was looked at, and
/// <c>GET /audit/break-glass/export</c> is the list as CSV.
/// </summary>
public static class BreakGlassReviews
{
    public const string Page = "/audit/break-glass";

    private const int AtOnce = 200;

    /// <summary>Entries of the trail that are counted at most.</summary>
    public const int MostCounted = 500;

    public static void MapBreakGlassReview(this WebApplication app)
    {
        app.MapPost(Page + "/{id}", ReviewAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.ReviewBreakGlass)
            .RecordedAs(AuditActions.BreakGlassReview);
        app.MapGet(Page + "/export", ExportAsync)
            .RequireAuthorization(SignInModule.PersonPolicy, Permissions.ReviewBreakGlass)
            .RecordedAs(AuditActions.Export);
    }

    /// <summary>What the person opened and did of the patient's while the access lasted, as far as it is counted.</summary>
    public static int OpenedUnder(AccessTrail trail, BreakGlassAccess access) =>
        trail
            .Find(new(access.PatientId, access.UserId, From: access.Begun, Until: access.Ends, Count: MostCounted))
            .Entries.Count(entry => entry.Action != AuditActions.BreakGlass && entry.Result == "ok");

    private static async Task<IResult> ReviewAsync(
        string id,
        [FromForm] string? note,
        [FromServices] BreakGlass breakGlass,
        [FromServices] ShownOnce shown,
        HttpContext context
    )
    {
        var recorded = AccessNote.Of(context);
        recorded.Entity = $"BreakGlass/{RequestWords.Plain(id)}";
        recorded.Reason = "reviewed";
        if (await breakGlass.FindAsync(id) is { } access)
            recorded.About(access.PatientId);
        var written = (note ?? "").Trim();
        var refusal =
            written.Length > BreakGlass.MostLetters
                ? CareWords.NoteTooLong
                : await breakGlass.ReviewAsync(id, context.User, written);
        if (refusal is null)
            return TypedResults.LocalRedirect($"{Page}?done=noted");
        recorded.Result = "refused";
        var form = RefusedForm.Of(context, "note", refusal);
        return TypedResults.LocalRedirect(
            $"{Page}?shown={shown.Keep(Callers.AccountOf(context.User), "", refusal)}&form={shown.Keep(Callers.AccountOf(context.User), form)}"
        );
    }

    private static async Task ExportAsync(
        HttpContext context,
        [FromServices] BreakGlass breakGlass,
        [FromServices] AccessTrail trail,
        [FromServices] AccountNames names,
        [FromServices] CareRecords records,
        [FromServices] TimeProvider clock
    )
    {
        AccessNote.Of(context).Reason = "csv";
        var known = (await names.AllAsync()).Names;
        var structure = records.Structure;
        var text = new StringBuilder().AppendLine(Localizer.T(CareWords.Columns, clock.LocalTimeZone.Id));
        for (var skip = 0; ; skip += AtOnce)
        {
            var all = await breakGlass.AllAsync(skip, AtOnce);
            AccessNote.Of(context).About(all.Select(access => access.PatientId));
            foreach (var access in all)
                text.AppendLine(Line(access, known, structure, OpenedUnder(trail, access), clock));
            if (all.Count < AtOnce)
                break;
        }
        var response = context.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=break-glass.csv";
        response.Headers.CacheControl = "no-store";
        var bytes = new UTF8Encoding(true);
        await response.Body.WriteAsync(bytes.GetPreamble(), context.RequestAborted);
        await response.Body.WriteAsync(bytes.GetBytes(text.ToString()), context.RequestAborted);
    }

    private static string Line(
        BreakGlassAccess access,
        IReadOnlyDictionary<string, string> names,
        CareStructure structure,
        int entries,
        TimeProvider clock
    ) =>
        CsvCells.Line(
            Utc(access.Begun),
            Times.Exact(Times.OnTheClock(access.Begun, clock)),
            Utc(access.Ends),
            access.UserId,
            names.GetValueOrDefault(access.UserId),
            access.PatientId,
            Localizer.Language == Localizer.Chinese ? CareWords.OfReason(access.Reason).Zh : access.Reason,
            access.Words,
            string.Join(
                Localizer.T(TrailWords.Comma),
                access
                    .Units.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(unit => structure.Knows(unit) ? Localizer.T(structure.Unit(unit).Name) : unit)
            ),
            entries.ToString(CultureInfo.InvariantCulture),
            access.Reviewed is { } at ? Utc(at) : null,
            access.ReviewedBy is { } by ? names.GetValueOrDefault(by, by) : null,
            access.ReviewNote
        );

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
