using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Audit;

/// <summary><c>GET /audit/export</c>: all entries that a filter takes, newest first, as CSV or NDJSON; streamed.</summary>
public static class AuditExport
{
    private const int AtOnce = 1000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void MapAuditExport(this WebApplication app) =>
        app.MapGet("/audit/export", AnswerAsync)
            .RequireAuthorization(Permissions.ReadTrail)
            .RecordedAs(AuditActions.Export);

    private static async Task AnswerAsync(
        HttpContext context,
        [AsParameters] AuditFilterOfAddress asked,
        [FromServices] AccessTrail accesses,
        [FromServices] FhirStore store,
        [FromServices] AccountNames names,
        [FromServices] TimeProvider clock
    )
    {
        var filter = asked.Filter;
        var note = AccessNote.Of(context);
        // A misspelt limit would be none: everything would be sent.
        if (context.Request.Query.Keys.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
        {
            var words = new BilingualText(
                $"不认识参数“{LongTexts.Shortened(unknown)}”；可用的参数：{string.Join("、", Parameters)}。",
                $"There is no parameter \"{LongTexts.Shortened(unknown)}\"; those that there are: {string.Join(", ", Parameters)}."
            );
            await FaultAnswers.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                words,
                new(TrailWords.NoExport, words, Again: false)
            );
            return;
        }
        var known = await names.AllAsync();
        var first = AskedPatients.Resolved(names.Resolved(filter.Query(clock, AtOnce), known), store, context);
        if (!filter.IsReadable || filter.IsReversed || asked.Format is not (null or "csv" or "ndjson"))
        {
            await FaultAnswers.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                TrailWords.WrongExport,
                new(TrailWords.NoExport, filter.IsReversed ? TrailWords.Reversed : TrailWords.WrongExport, Again: false)
            );
            return;
        }
        note.Reason = asked.Format ?? "csv";
        var isCsv = asked.Format != "ndjson";
        var response = context.Response;
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=audit.{(isCsv ? "csv" : "ndjson")}";
        response.Headers.CacheControl = "no-store";
        var trail = new TrailSources(accesses.Find, store.Audit.Find);
        await using var to = new StreamWriter(response.Body, new UTF8Encoding(isCsv), 1 << 16, leaveOpen: true);
        if (isCsv)
            await to.WriteLineAsync(Localizer.T(TrailWords.Columns, clock.LocalTimeZone.Id));
        for (var query = first; ; )
        {
            var page = filter.Find(trail, query);
            await RecordAsync(context, accesses, page, isFirst: query == first);
            foreach (var entry in page.Entries.Select(entry => Named(entry, known)))
                await to.WriteLineAsync(isCsv ? Line(entry, clock) : JsonSerializer.Serialize(entry, Json));
            await to.FlushAsync(context.RequestAborted);
            if (page.Next is null)
                return;
            query = query with { Cursor = page.Next };
        }
    }

    private static readonly string[] Parameters =
    [
        .. typeof(AuditFilterOfAddress)
            .GetProperties()
            .Where(part => part.Name != nameof(AuditFilterOfAddress.Filter))
            .Select(part => part.Name.ToLowerInvariant()),
    ];

    private static bool IsKnown(string name) =>
        name == "culture" || Parameters.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whose accesses are told, before they are: with the export's own entry, and one for each further page.</summary>
    private static async Task RecordAsync(HttpContext context, AccessTrail accesses, AuditPage page, bool isFirst)
    {
        var note = AccessNote.Of(context);
        var patients = page.Entries.SelectMany(entry => entry.Patients).Distinct(StringComparer.Ordinal);
        if (isFirst)
        {
            note.About(patients).With($"entries:{page.Entries.Count}");
            return;
        }

        await accesses.RecordAsync(
            new(Callers.ActorOf(context.User), AuditActions.Export, RequestWords.Address(context.Request))
            {
                Patients = [.. patients],
                Items = [$"entries:{page.Entries.Count}"],
                Reason = note.Reason,
                Address = AccessGate.AddressOf(context.Connection.RemoteIpAddress),
                Request = context.TraceIdentifier,
            }
        );
    }

    // A change knows the id of who made it alone; the same name as in the accesses.
    private static AuditEntry Named(AuditEntry entry, KnownActors known) =>
        entry.Actor.Name is null && known.Names.GetValueOrDefault(entry.Actor.Id) is { } name
            ? entry with
            {
                Actor = entry.Actor with { Name = name },
            }
            : entry;

    private static string Line(AuditEntry entry, TimeProvider clock) =>
        CsvCells.Line([
            entry.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            Times.Exact(Times.OnTheClock(entry.Time, clock)),
            Word(entry.Actor.Kind, TrailWords.OfActor),
            entry.Actor.Id,
            entry.Actor.Name,
            Word(entry.Action, TrailWords.Of),
            entry.Entity,
            string.Join(' ', entry.Patients),
            string.Join(' ', entry.Items),
            entry.Reason is { } reason ? Word(reason, OpenedWords.WhyOf) : null,
            Word(entry.Result, TrailWords.OfResult),
            entry.Address,
            entry.Request,
            entry.Chain,
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
        ]);

    // In the language of the headings; a table in English keeps the words that programs know.
    private static string Word(string code, Func<string, BilingualText> words) =>
        Localizer.Language == Localizer.Chinese ? words(code).Zh : code;
}

/// <summary>The filter as it is in an address.</summary>
public sealed record AuditFilterOfAddress(
    string? Patient,
    string? Person,
    string? Action,
    string? From,
    string? Until,
    string? Kind,
    string? Format
)
{
    public AuditFilter Filter => new(Patient, Person, Action, From, Until, Kind, null);
}
