using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Rows;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>
/// A Bundle of stored versions that is sent as it is read: in JSON the stored text itself goes out, in XML one entry at a
/// time is built. Neither the Bundle nor two of its resources are ever in memory together.
/// </summary>
internal static class BundleAnswer
{
    private const string XmlOpen = "<Bundle xmlns=\"http://hl7.org/fhir\">";
    private const string XmlClose = "</Bundle>";
    private const int LargeXml = 256 * 1024;
    private static readonly SemaphoreSlim OneLarge = new(1);

    /// <summary>Sends the Bundle with status 200.</summary>
    /// <param name="head">The Bundle without entries: type, total, links.</param>
    /// <param name="describe">All of an entry but its resource.</param>
    public static async Task WriteAsync(
        HttpContext context,
        FhirStore store,
        FhirFormat format,
        Bundle head,
        IReadOnlyList<StoredRow> rows,
        Func<StoredRow, Bundle.EntryComponent> describe
    )
    {
        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = Negotiation.ContentType(format);
        response.Headers.CacheControl = "no-store";
        var body = new AnswerBody(context, format == FhirFormat.Json && FhirHttp.IsPretty(context));
        if (body.IsHead)
            return;
        if (format == FhirFormat.Json)
            await WriteJsonAsync(body, store, head, rows, describe).ConfigureAwait(false);
        else
            await WriteXmlAsync(body, store, head, rows, describe).ConfigureAwait(false);
        await body.SendAsync().ConfigureAwait(false);
    }

    private static async Task WriteJsonAsync(
        AnswerBody body,
        FhirStore store,
        Bundle head,
        IReadOnlyList<StoredRow> rows,
        Func<StoredRow, Bundle.EntryComponent> describe
    )
    {
        var start = FhirText.ToJson(head)[..^1];
        await body.WriteAsync(rows.Count == 0 ? start : start + ",\"entry\":[").ConfigureAwait(false);
        for (var i = 0; i < rows.Count; i++)
        {
            var entry = describe(rows[i]);
            var name = FhirText.ToJson(new Bundle.EntryComponent { FullUrl = entry.FullUrl })[..^1];
            entry.FullUrl = null;
            var rest = FhirText.ToJson(entry)[1..];
            await body.WriteAsync(i == 0 ? name : "," + name).ConfigureAwait(false);
            if (!rows[i].Deleted)
            {
                await body.WriteAsync(",\"resource\":").ConfigureAwait(false);
                if (store.Texts.IsWhole(rows[i]))
                {
                    await store.Texts.CopyAsync(rows[i], 0, rows[i].Length, body.WriteAsync).ConfigureAwait(false);
                }
                else
                {
                    await body.WriteAsync(FhirText.ToJson(FhirOutcome.Of(FhirRejection.Damaged(rows[i]))))
                        .ConfigureAwait(false);
                }
            }
            await body.WriteAsync(rest.Length > 1 ? "," + rest : rest).ConfigureAwait(false);
        }
        await body.WriteAsync(rows.Count == 0 ? "}" : "]}").ConfigureAwait(false);
    }

    private static async Task WriteXmlAsync(
        AnswerBody body,
        FhirStore store,
        Bundle head,
        IReadOnlyList<StoredRow> rows,
        Func<StoredRow, Bundle.EntryComponent> describe
    )
    {
        await body.WriteAsync(FhirText.ToXml(head)[..^XmlClose.Length]).ConfigureAwait(false);
        foreach (var row in rows)
        {
            // What large resources cost while they are built, they cost once, however many clients ask.
            var isLarge = row.Length > LargeXml;
            if (isLarge)
                await OneLarge.WaitAsync().ConfigureAwait(false);
            using var text = new PooledText();
            try
            {
                WriteXmlEntry(store, row, describe(row), text);
            }
            finally
            {
                if (isLarge)
                    OneLarge.Release();
            }
            await text.CopyAsync(XmlOpen.Length, text.Length - XmlClose.Length, body.WriteAsync).ConfigureAwait(false);
        }
        await body.WriteAsync(XmlClose).ConfigureAwait(false);
    }

    private static void WriteXmlEntry(FhirStore store, StoredRow row, Bundle.EntryComponent entry, PooledText text)
    {
        try
        {
            entry.Resource = store.Texts.Resource(row);
            FhirText.WriteXml(new Bundle { Entry = [entry] }, text, text.Clear);
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            // The rest of the answer is worth having; this entry says in its place that it is missing.
            text.Clear();
            entry.Resource = FhirOutcome.Of(FhirRejection.Damaged(row));
            FhirText.WriteXml(new Bundle { Entry = [entry] }, text, text.Clear);
        }
    }
}
