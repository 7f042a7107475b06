using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Formats.Text;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>
/// Takes in FHIR R4 JSON: a resource, a Bundle, or one resource a line. A transaction Bundle (and a document) is stored
/// whole or not at all; of a batch, collection, searchset or history the good entries are stored and the bad ones rejected.
/// </summary>
internal sealed class FhirImport(FhirStore store, ImportWriter writer)
{
    private readonly EntryStorage _entryStorage = new(store, writer);
    private const int EntriesWorthTwoThreads = 64;

    /// <summary>Reads a JSON file whose form is not known yet.</summary>
    public async Task ReadAsync(string place, Stream stream, ImportRun run)
    {
        if (FhirLines.Are(place, stream))
        {
            await LinesAsync(place, stream, run).ConfigureAwait(false);
            return;
        }
        if (Whole(place, stream, xml: false, run) is { } bytes)
        {
            await DocumentAsync(place, bytes, run).ConfigureAwait(false);
        }
    }

    /// <summary>Reads an XML file: a resource or a Bundle.</summary>
    public async Task ReadXmlAsync(string place, Stream stream, ImportRun run)
    {
        if (Whole(place, stream, xml: true, run) is not { } bytes)
        {
            return;
        }
        if (FhirText.IsClinicalDocument(bytes))
        {
            run.Reject(FhirRejections.ClinicalDocument(place));
            return;
        }
        string json;
        try
        {
            json = FhirText.ToJson(FhirText.ParseXml(bytes));
        }
        catch (FhirTextException fault)
        {
            run.Reject(FhirRejections.NotFhir(place, fault));
            return;
        }
        await DocumentAsync(place, Encoding.UTF8.GetBytes(json), run).ConfigureAwait(false);
    }

    /// <summary>The whole document in memory, or null when it is larger than allowed and has been rejected.</summary>
    private static byte[]? Whole(string place, Stream stream, bool xml, ImportRun run)
    {
        if (stream.Length > run.Options.LargestDocument)
        {
            var limit = run.Options.LargestDocument >> 20;
            run.Reject(
                place,
                RejectionCodes.TooLarge,
                new($"单个 FHIR 文档超过 {limit} MB。", $"One FHIR document is larger than {limit} MB."),
                new(
                    "请拆成多个 Bundle，或改用 NDJSON（每行一个资源）。",
                    "Split it into several Bundles, or use NDJSON (one resource a line)."
                )
            );
            return null;
        }
        if (DocumentScan.Excess(stream, xml) is { } excess)
        {
            run.Reject(DocumentScan.Refusal(place, excess));
            return null;
        }
        var bytes = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task DocumentAsync(string place, ReadOnlyMemory<byte> bytes, ImportRun run)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }
        if (!Utf8.IsValid(bytes.Span))
        {
            run.Reject(FhirRejections.NotUtf8(place));
            return;
        }
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes, FhirText.DocumentOptions);
        }
        catch (JsonException fault)
        {
            run.Reject(FhirRejections.NotJson(place, fault));
            return;
        }
        using (json)
        {
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                run.Reject(FhirRejections.JsonArray(place));
            }
            else if (
                json.RootElement.TryGetProperty("resourceType", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("Bundle")
            )
            {
                await BundleAsync(place, json.RootElement, run).ConfigureAwait(false);
            }
            else
            {
                await ResourceAsync(place, bytes, run).ConfigureAwait(false);
            }
        }
    }

    private async Task ResourceAsync(string place, ReadOnlyMemory<byte> bytes, ImportRun run)
    {
        var stored = new Stored();
        var entry = BundleEntry.Read(place, bytes.Span);
        if (await _entryStorage.StoreAsync(place, [entry], whole: false, stored, run).ConfigureAwait(false))
        {
            var name = entry.Resource?.TypeName;
            run.Accept(place, ImportKinds.FhirResource, new($"FHIR 资源 {name}", $"FHIR resource {name}"), stored);
        }
    }

    private async Task BundleAsync(string place, JsonElement root, ImportRun run)
    {
        var type = root.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString()! : "";
        if (type is not ("transaction" or "batch" or "collection" or "searchset" or "document" or "history"))
        {
            run.Reject(FhirRejections.BundleType(place, type));
            return;
        }
        var whole = type is "transaction" or "document";
        var elements =
            root.TryGetProperty("entry", out var array) && array.ValueKind == JsonValueKind.Array
                ? array.EnumerateArray().ToArray()
                : [];
        var entries = Parse(place, elements, asks: type is "transaction" or "batch");
        if (type == "history")
            entries = WithoutDeleted(entries, elements);
        var stored = new Stored();
        if (await _entryStorage.StoreAsync(place, entries, whole, stored, run).ConfigureAwait(false))
        {
            run.Accept(place, ImportKinds.FhirBundle, new($"FHIR Bundle（{type}）", $"FHIR Bundle ({type})"), stored);
        }
    }

    /// <summary>A history has the newest first: what was deleted there does not come to life here by an earlier version.</summary>
    private static IReadOnlyList<BundleEntry> WithoutDeleted(IReadOnlyList<BundleEntry> entries, JsonElement[] elements)
    {
        var deleted = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. entries.Select(
                (entry, i) =>
                {
                    if (EntryRequest.DeletedBy(elements[i]) is { } gone)
                        deleted.Add(gone);
                    return entry.Resource is { } version && deleted.Contains($"{version.TypeName}/{version.Id}")
                        ? entry with
                        {
                            Resource = null,
                            Fault = FhirRejections.Deleted(entry.Place, version.TypeName, version.Id!),
                        }
                        : entry;
                }
            ),
        ];
    }

    private async Task LinesAsync(string place, Stream stream, ImportRun run)
    {
        stream.Position = 0;
        using var lines = new LineReader(stream, run.Options.LongestLine);
        var stored = new Stored();
        var batch = new List<BundleEntry>();
        var bytes = 0L;
        while (lines.Read())
        {
            // An empty line costs nothing: a file may be made of millions of them.
            if (lines.Line.IsEmpty && !lines.TooLong)
            {
                continue;
            }
            var at = $"{place}, line {lines.Number}";
            if (lines.TooLong)
            {
                run.Reject(ImportRejections.LineTooLong(at, run.Options.LongestLine));
            }
            else if (DocumentScan.Excess(lines.Line.Span) is { } excess)
            {
                run.Reject(DocumentScan.Refusal(at, excess));
            }
            else if (!Utf8.IsValid(lines.Line.Span))
            {
                run.Reject(FhirRejections.NotUtf8(at));
            }
            else if (!lines.Line.Span.Trim(" \t"u8).IsEmpty)
            {
                batch.Add(BundleEntry.Read(at, lines.Line.Span, Within.Line));
                bytes += lines.Line.Length;
            }
            if (batch.Count >= run.Options.ResourcesPerTransaction || bytes >= run.Options.BytesPerTransaction)
            {
                bytes = 0;
                await StoreBatchAsync().ConfigureAwait(false);
            }
            if (run.IsHopeless(stored))
            {
                run.Stop(at);
                break;
            }
        }
        await StoreBatchAsync().ConfigureAwait(false);
        run.Accept(
            place,
            ImportKinds.FhirLines,
            new("FHIR NDJSON（每行一个资源）", "FHIR NDJSON, one resource a line"),
            stored
        );

        async Task StoreBatchAsync()
        {
            // The same resource twice in one batch: the later line is the newer state.
            var latest = batch
                .GroupBy(e => e.Resource is { } r ? $"{r.TypeName}/{r.Id}" : e.Place)
                .Select(g => g.Last());
            await _entryStorage.StoreAsync(place, [.. latest], whole: false, stored, run).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private static IReadOnlyList<BundleEntry> Parse(string place, JsonElement[] elements, bool asks)
    {
        var entries = new BundleEntry[elements.Length];
        if (elements.Length < EntriesWorthTwoThreads)
        {
            for (var i = 0; i < entries.Length; i++)
            {
                Read(i);
            }
        }
        else
        {
            Parallel.For(0, entries.Length, Read);
        }
        return entries;

        void Read(int i)
        {
            var at = $"{place}, entry[{i}]";
            try
            {
                entries[i] = BundleEntry.Read(at, elements[i], asks);
            }
            catch (Exception fault) when (ImportFaults.IsOfContent(fault))
            {
                entries[i] = new(at, null, null, null, ImportRejections.Unreadable(at));
            }
        }
    }
}
