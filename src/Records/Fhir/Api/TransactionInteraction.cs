using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Audit.Http;

namespace Xinglin.Records.Fhir.Api;

/// <summary><c>POST /fhir</c> with a Bundle: a transaction is stored whole or not at all, a batch entry by entry.</summary>
internal static class TransactionInteraction
{
    public static async Task AnswerAsync(HttpContext context, FhirStore store)
    {
        var format = Negotiation.Wanted(context);
        var sent = await Exchange.ReadAsync(context, FhirApi.MostBytes).ConfigureAwait(false);
        if (sent is not Bundle { Type: Bundle.BundleType.Transaction or Bundle.BundleType.Batch } bundle)
            throw new FhirRefusal(
                422,
                OperationOutcome.IssueType.Invalid,
                "Only a Bundle of type transaction or batch is carried out here; store anything else at /fhir/{its type}.",
                "Bundle.type"
            );
        AccessNote.Of(context).Entity = bundle.Type == Bundle.BundleType.Transaction ? "transaction" : "batch";
        var answer =
            bundle.Type == Bundle.BundleType.Transaction
                ? await TransactAsync(context, store, bundle).ConfigureAwait(false)
                : await BatchAsync(context, store, bundle).ConfigureAwait(false);
        await Exchange.WriteAsync(context, 200, answer, format).ConfigureAwait(false);
    }

    private static async Task<Bundle> TransactAsync(HttpContext context, FhirStore store, Bundle bundle)
    {
        var plan = BundlePlan.Of(bundle, store, Exchange.BaseUrl(context));
        await CommitAsync(context, store, plan.Steps).ConfigureAwait(false);
        return new Bundle
        {
            Type = Bundle.BundleType.TransactionResponse,
            Entry = [.. plan.Steps.Select(step => Answer(context, store, step))],
        };
    }

    private static async Task<Bundle> BatchAsync(HttpContext context, FhirStore store, Bundle bundle)
    {
        var answers = new List<Bundle.EntryComponent>();
        for (var i = 0; i < bundle.Entry.Count; i++)
            try
            {
                var alone = new Bundle { Entry = [bundle.Entry[i]] };
                var step = BundlePlan.Of(alone, store, Exchange.BaseUrl(context), i).Steps[0];
                await CommitAsync(context, store, [step]).ConfigureAwait(false);
                answers.Add(Answer(context, store, step));
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                var (status, outcome) = FhirOutcome.Of(fault);
                answers.Add(
                    new()
                    {
                        Response = new() { Status = Status(status), Outcome = outcome },
                    }
                );
            }
        return new Bundle { Type = Bundle.BundleType.BatchResponse, Entry = answers };
    }

    private static async Task CommitAsync(HttpContext context, FhirStore store, IReadOnlyList<BundleStep> steps)
    {
        var writes = steps.Select(s => s.Write).OfType<Write>().ToList();
        await store.CommitAsync(Exchange.Origin(context), writes, context.RequestAborted).ConfigureAwait(false);
    }

    private static Bundle.EntryComponent Answer(HttpContext context, FhirStore store, BundleStep step)
    {
        if (step.Question is { } question)
            return Look(context, store, question);
        var stored = step.Write?.Resource ?? step.Existing!;
        Accesses.Note(context, store, $"{stored.TypeName}/{stored.Id}/_history/{stored.Meta?.VersionId}");
        var isDeletion = step.Write is { Delete: true };
        return new()
        {
            FullUrl = isDeletion ? null : $"{Exchange.BaseUrl(context)}/{stored.TypeName}/{stored.Id}",
            Resource = isDeletion ? null : stored,
            Response = new()
            {
                Status = Status(
                    isDeletion ? 204
                    : step.Creates ? 201
                    : 200
                ),
                Location = isDeletion ? null : $"{stored.TypeName}/{stored.Id}/_history/{stored.Meta?.VersionId}",
                Etag = stored.Meta?.VersionId is { } version ? $"W/\"{version}\"" : null,
                LastModified = stored.Meta?.LastUpdated,
            },
        };
    }

    /// <summary>A GET inside a Bundle: after the writes, as FHIR orders it.</summary>
    private static Bundle.EntryComponent Look(HttpContext context, FhirStore store, string question)
    {
        var parts = question.Split('?', 2);
        var (type, id) = References.Split(parts[0]);
        if (type.Length > 0)
        {
            var found = store.Read(type, id) ?? throw FhirRefusal.NotFound($"{type}/{id}");
            Accesses.Note(context, store, $"{type}/{id}/_history/{found.Meta?.VersionId}");
            return new()
            {
                Resource = found,
                Response = new() { Status = Status(200), Etag = $"W/\"{found.Meta?.VersionId}\"" },
            };
        }
        if (!ModelInfo.IsKnownResource(parts[0]))
            throw FhirRefusal.UnknownType(parts[0]);
        var matches = SearchInteraction.Bundle(
            context,
            store,
            parts[0],
            SearchInteraction.Parse(parts.ElementAtOrDefault(1) ?? "")
        );
        return new()
        {
            Resource = matches,
            Response = new() { Status = Status(200) },
        };
    }

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
