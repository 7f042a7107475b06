using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Fhir.Api.Transactions;

/// <summary><c>POST /fhir</c> with a Bundle: a transaction is stored whole or not at all, a batch entry by entry.</summary>
internal static class TransactionInteraction
{
    /// <summary>For the searches of all entries of a batch; each has the time of a search that is alone.</summary>
    private static readonly TimeSpan MostTimeOfBatch = TimeSpan.FromSeconds(15);

    public static async Task AnswerAsync(HttpContext context, FhirStore store, TimeSpan? timeOfBatch = null)
    {
        var format = Negotiation.Wanted(context);
        var sent = await FhirHttp.ReadAsync(context, FhirHttp.MostBytes, BundleParts.Read).ConfigureAwait(false);
        if (sent is not Bundle { Type: Bundle.BundleType.Transaction or Bundle.BundleType.Batch } bundle)
        {
            throw new FhirRejection(
                422,
                OperationOutcome.IssueType.Invalid,
                "Only a Bundle of type transaction or batch is carried out here; store anything else at /fhir/{its type}.",
                "Bundle.type"
            );
        }

        var isWhole = bundle.Type == Bundle.BundleType.Transaction;
        AccessNote.Of(context).Entity = isWhole ? "transaction" : "batch";
        // Counted before the first is asked: of a batch, all entries' conditions are those of one request.
        if (BundleConditions.AreTooMany(bundle, FhirHttp.BaseUrl(context)))
            throw NotedOfAll(context, store, bundle, Lookups.TooMany());
        Accesses.RequireOpen(context, store, bundle.Entry.SelectMany(entry => Touched(context, entry)));
        var answer = isWhole
            ? await TransactAsync(context, store, bundle).ConfigureAwait(false)
            : await BatchAsync(context, store, bundle, timeOfBatch ?? MostTimeOfBatch).ConfigureAwait(false);
        await FhirHttp.WriteAsync(context, 200, answer, format).ConfigureAwait(false);
    }

    private static async Task<Bundle> TransactAsync(HttpContext context, FhirStore store, Bundle bundle)
    {
        try
        {
            if (BundleParts.Fault(bundle) is { } unreadable)
                throw unreadable;
            return new()
            {
                Type = Bundle.BundleType.TransactionResponse,
                Entry =
                [
                    .. await SettleAsync(context, store, bundle, new AnswerBudget(), null, 0).ConfigureAwait(false),
                ],
            };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NotedOfAll(context, store, bundle, fault);
            throw;
        }
    }

    /// <summary>The Bundle is rejected whole, and says of one entry why: the trail keeps what all of them were about.</summary>
    private static Exception NotedOfAll(HttpContext context, FhirStore store, Bundle bundle, Exception fault)
    {
        var status = FhirOutcome.Of(fault).Status;
        foreach (var entry in bundle.Entry)
        {
            Accesses.NoteRefusal(
                context,
                store,
                Asked(entry, FhirHttp.BaseUrl(context)),
                status,
                BundleParts.About(entry)
            );
        }

        return fault;
    }

    // What the conditions of the entries found out is known only now.
    private static WritePlan Open(HttpContext context, FhirStore store, WritePlan plan)
    {
        Accesses.RequireOpen(
            context,
            store,
            plan.Writes.Select(write => write.Resource)
                .SelectMany(resource => new[] { References.Owner(resource), $"{resource.TypeName}/{resource.Id}" })
                .OfType<string>()
        );
        return plan;
    }

    /// <summary>The resource at an entry's address, and to whom its content refers.</summary>
    private static IEnumerable<string> Touched(HttpContext context, Bundle.EntryComponent entry)
    {
        var asked = Asked(entry, FhirHttp.BaseUrl(context)).Split('?')[0].Trim('/').Split('/');
        return asked is [var type, var id, ..]
            ? BundleParts.About(entry).Prepend($"{type}/{id}")
            : BundleParts.About(entry);
    }

    /// <summary>What an entry is about: its address, below that of the interface.</summary>
    private static string Asked(Bundle.EntryComponent entry, string baseUrl)
    {
        var url = entry.Request?.Url ?? entry.Resource?.TypeName ?? "";
        return url.StartsWith(baseUrl + "/", StringComparison.OrdinalIgnoreCase) ? url[(baseUrl.Length + 1)..] : url;
    }

    private static async Task<Bundle> BatchAsync(HttpContext context, FhirStore store, Bundle bundle, TimeSpan most)
    {
        var answers = new List<Bundle.EntryComponent>();
        var budget = new AnswerBudget();
        var time = new TimeBudget(most, context.RequestAborted);
        for (var i = 0; i < bundle.Entry.Count; i++)
        {
            var part = time.Part(TimeBudget.OfReading);
            try
            {
                if (BundleParts.Fault(bundle.Entry[i]) is { } unreadable)
                    throw unreadable;
                var alone = new Bundle { Entry = [bundle.Entry[i]] };
                answers.AddRange(await SettleAsync(context, store, alone, budget, part, i).ConfigureAwait(false));
            }
            catch (Exception fault) when (fault is not (OperationCanceledException or ChartClosedException))
            {
                var (status, outcome) = FhirOutcome.Of(fault);
                Accesses.NoteRefusal(
                    context,
                    store,
                    Asked(bundle.Entry[i], FhirHttp.BaseUrl(context)),
                    status,
                    BundleParts.About(bundle.Entry[i])
                );
                answers.Add(
                    new()
                    {
                        Response = new() { Status = Status(status), Outcome = outcome },
                    }
                );
            }
            time.Take(part);
        }
        return new Bundle { Type = Bundle.BundleType.BatchResponse, Entry = answers };
    }

    private static async Task<IEnumerable<Bundle.EntryComponent>> SettleAsync(
        HttpContext context,
        FhirStore store,
        Bundle bundle,
        AnswerBudget budget,
        TimeBudget? time,
        int first
    )
    {
        var plan = new BundlePlan(
            bundle,
            FhirHttp.BaseUrl(context),
            budget,
            store.NewId,
            () => ChartRule.ClosedTo(context),
            first
        );
        Lookups? asked = null;
        try
        {
            var stored = await store
                .SettleAsync(
                    FhirHttp.Origin(context),
                    lookups => Open(context, store, plan.Make(asked = lookups)),
                    context.RequestAborted,
                    time
                )
                .ConfigureAwait(false);
            budget.Keep();
            var of = stored.ToDictionary(write => write.Resource);
            return plan.Steps.Select(step => Answer(context, store, step, of)).ToList();
        }
        catch (WriteRejectedException rejection)
        {
            throw FhirOutcome.Refusal(rejection).At(plan.EntryOf(rejection.Index));
        }
        finally
        {
            Accesses.NoteConditions(context, store, asked);
        }
    }

    private static Bundle.EntryComponent Answer(
        HttpContext context,
        FhirStore store,
        BundleStep step,
        Dictionary<Resource, PreparedWrite> stored
    )
    {
        if (step.Question is { } question)
            return question.Answer(context, store);
        if (step.Existing is { } existing)
            return Answer(context, store, 200, existing.Resource()!);
        if (step.SameAs is { Write: { } earlier })
            return Answer(context, store, 200, earlier.Resource);
        if (step.Write is not { } write)
            return new() { Response = new() { Status = Status(204) } };
        if (!write.Delete)
            return Answer(context, store, stored[write.Resource].Created ? 201 : 200, write.Resource);
        var deleted = stored[write.Resource];
        Accesses.Note(context, store, $"{deleted.Type}/{deleted.Id}/_history/{deleted.Version}");
        return new()
        {
            Response = new() { Status = Status(204), Etag = $"W/\"{deleted.Version}\"" },
        };
    }

    private static Bundle.EntryComponent Answer(HttpContext context, FhirStore store, int status, Resource resource)
    {
        Accesses.Note(context, store, Accesses.Reference(resource));
        return new()
        {
            FullUrl = $"{FhirHttp.BaseUrl(context)}/{resource.TypeName}/{resource.Id}",
            Resource = Answers.IsMinimal(context) || Answers.IsOutcome(context) ? null : resource,
            Response = new()
            {
                Outcome = Answers.IsOutcome(context) ? Answers.Outcome(resource) : null,
                Status = Status(status),
                Location = Accesses.Reference(resource),
                Etag = resource.Meta?.VersionId is { Length: > 0 } version ? $"W/\"{version}\"" : null,
                LastModified = resource.Meta?.LastUpdated,
            },
        };
    }

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
