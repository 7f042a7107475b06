using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Exchanges;
using Xinglin.Records.Fhir.Api.Interactions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Fhir.Api.Transactions;

/// <summary>What one entry of a Bundle comes to.</summary>
internal sealed class BundleStep
{
    /// <summary>A change; null for a question, a deletion of nothing, or a conditional create that found its resource.</summary>
    public Write? Write { get; init; }

    /// <summary>What a conditional create found in the store.</summary>
    public StoredVersion? Existing { get; init; }

    /// <summary>The earlier entry that makes the resource which this conditional create asks for.</summary>
    public BundleStep? SameAs { get; init; }

    /// <summary>A GET or HEAD.</summary>
    public BundleQuestion? Question { get; init; }
}

/// <summary>
/// A Bundle's entries as steps, in FHIR's order (DELETE, POST, PUT, GET: R4 http.html 3.1.0.11.2), with ids given and the links
/// between entries resolved. Made anew from the same content as often as the store changes meanwhile.
/// </summary>
/// <param name="budget">What the reads of all entries may hold together.</param>
/// <param name="first">Number of the first entry in the Bundle that was sent, for the places of refusals.</param>
/// <param name="newId">Gives the id of what is created.</param>
internal sealed class BundlePlan(Bundle bundle, string baseUrl, AnswerBudget budget, Func<string> newId, int first = 0)
{
    private static readonly Bundle.HTTPVerb[] Order =
    [
        Bundle.HTTPVerb.DELETE,
        Bundle.HTTPVerb.POST,
        Bundle.HTTPVerb.PUT,
        Bundle.HTTPVerb.GET,
        Bundle.HTTPVerb.HEAD,
    ];

    private readonly string?[] newIds = new string?[bundle.Entry.Count];
    private readonly BundleLinks links = new();
    private readonly HashSet<string> deleted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BundleStep> conditional = new(StringComparer.Ordinal);
    private PendingResources pending = new();
    private BundleStep[] steps = [];
    private List<int> written = [];

    /// <summary>In the order of the entries.</summary>
    public IReadOnlyList<BundleStep> Steps => steps;

    /// <summary>Number of the entry whose write stands at this place of the plan.</summary>
    public int EntryOf(int write) => written[write] + first;

    /// <exception cref="FhirRefusal">An entry cannot be carried out; it names the entry.</exception>
    public WritePlan Make(Lookups lookups)
    {
        budget.Begin();
        links.Reset();
        deleted.Clear();
        conditional.Clear();
        using var making = new PendingResources();
        pending = making;
        steps = new BundleStep[bundle.Entry.Count];
        var order = Enumerable
            .Range(0, steps.Length)
            .OrderBy(i => Array.IndexOf(Order, bundle.Entry[i].Request?.Method ?? Bundle.HTTPVerb.PATCH))
            .ToList();
        foreach (var i in order)
            At(i, () => steps[i] = Step(i, lookups));
        // Also where there was nothing to delete: what a Bundle means does not depend on what is stored.
        var touched = new HashSet<string>(deleted, StringComparer.Ordinal);
        written = [.. order.Where(i => steps[i].Write is not null)];
        foreach (var i in written)
            At(i, () => Finish(steps[i].Write!, bundle.Entry[i].FullUrl, touched, lookups));
        var questions = order.Where(i => steps[i].Question is not null).ToList();
        return new WritePlan(
            [.. written.Select(i => steps[i].Write!)],
            questions.Count == 0
                ? null
                : database => questions.ForEach(i => At(i, () => Ask(steps[i].Question!, database)))
        );
    }

    private void Ask(BundleQuestion question, Database database)
    {
        question.Ask(database);
        budget.Take(question.Bytes);
    }

    private BundleStep Step(int i, Lookups lookups)
    {
        var entry = bundle.Entry[i];
        if (entry.Request is not { Method: { } method, Url: { Length: > 0 } url })
            throw Bad("needs request.method and request.url");
        if (url.StartsWith(baseUrl + "/", StringComparison.OrdinalIgnoreCase))
            url = url[(baseUrl.Length + 1)..];
        url = url.TrimStart('/');
        if (method is Bundle.HTTPVerb.GET or Bundle.HTTPVerb.HEAD)
            return new() { Question = BundleQuestion.Of(url, baseUrl) };
        if (url.Contains('?'))
            throw Bad("has a conditional address, which is served for reads only: use ifNoneExist, or name Type/id");
        return method switch
        {
            Bundle.HTTPVerb.DELETE => Delete(url, entry.Request, lookups),
            Bundle.HTTPVerb.POST => Create(i, url, lookups),
            Bundle.HTTPVerb.PUT => Update(entry, url),
            _ => throw Bad($"asks for {method}, which is not served"),
        };
    }

    private BundleStep Delete(string url, Bundle.RequestComponent request, Lookups lookups)
    {
        var (type, id) = References.Split(url);
        if (type.Length == 0)
            throw Bad("names no Type/id to delete");
        if (!deleted.Add($"{type}/{id}"))
            throw Bad($"changes {type}/{FhirRefusal.Shown(id)}, which another entry changes too");
        return new() { Write = Deletions.Of(type, id, EntityTag.Versions(request.IfMatch, default), lookups) };
    }

    private BundleStep Create(int i, string url, Lookups lookups)
    {
        var entry = bundle.Entry[i];
        var resource = entry.Resource ?? throw Bad("has no resource");
        CreateInteraction.RefuseOtherType(resource, url.Trim('/'));
        resource.Id = newIds[i] ??= newId();
        if (entry.Request!.IfNoneExist is { Length: > 0 } criteria)
        {
            var matches = Match(resource.TypeName, criteria, lookups);
            if (matches.Count > 1)
                throw Conditions.SeveralMatch(resource.TypeName);
            if (matches is [var found])
            {
                Remember(entry.FullUrl, $"{resource.TypeName}/{found}");
                return conditional.TryGetValue($"{resource.TypeName}/{found}", out var earlier)
                    ? new() { SameAs = earlier }
                    : new() { Existing = lookups.Current(resource.TypeName, found) };
            }
        }
        var place = $"{resource.TypeName}/{resource.Id}";
        Remember(entry.FullUrl, place);
        pending.Add(resource);
        return conditional[place] = new() { Write = new Write(resource, "0") };
    }

    private BundleStep Update(Bundle.EntryComponent entry, string url)
    {
        var resource = entry.Resource ?? throw Bad("has no resource");
        var (type, id) = References.Split(url);
        CreateInteraction.RefuseOtherType(resource, type);
        resource.Id ??= id;
        if (resource.Id != id)
            throw Bad("has another id in its resource than in request.url");
        Remember(entry.FullUrl, $"{type}/{id}");
        pending.Add(resource);
        return new()
        {
            Write = new Write(resource, EntityTag.Versions(entry.Request!.IfMatch, entry.Request.IfNoneMatch)),
        };
    }

    private void Finish(Write write, string? fullUrl, HashSet<string> touched, Lookups lookups)
    {
        var place = $"{write.Resource.TypeName}/{write.Resource.Id}";
        if (write.Delete)
            return;
        if (!touched.Add(place))
            throw Bad($"changes {place}, which another entry changes too");
        var unresolved = links.Rewrite(write.Resource, fullUrl, Resolve, baseUrl);
        if (unresolved is null)
            return;
        throw unresolved.Contains('?')
            ? Bad("has a conditional reference that nothing matches")
            : Bad("refers to a urn: address that no entry of this Bundle has as fullUrl");

        string? Resolve(string type, string criteria) =>
            Match(type, criteria, lookups) switch
            {
                [] => throw Bad($"has a conditional reference that no {type} matches"),
                [var one] => $"{type}/{one}",
                _ => throw Conditions.SeveralMatch(type),
            };
    }

    /// <summary>What matches in the store as this Bundle will leave it: without what it deletes, with what it makes.</summary>
    private IReadOnlyList<string> Match(string type, string criteria, Lookups lookups)
    {
        var parameters = Conditions.Parse(type, criteria, baseUrl);
        return
        [
            .. lookups
                .Match(type, criteria, parameters, 2 + deleted.Count)
                .Where(id => !deleted.Contains($"{type}/{id}"))
                .Concat(pending.Match(type, criteria, parameters))
                .Distinct()
                .Take(2),
        ];
    }

    private void Remember(string? fullUrl, string place)
    {
        if (fullUrl is { Length: > 0 } && !links.Add(fullUrl, place))
            throw Bad("has the same fullUrl as another entry");
    }

    private static FhirRefusal Bad(string what) => new(422, OperationOutcome.IssueType.Invalid, $"The entry {what}.");

    /// <summary>Names the entry in whatever refuses it.</summary>
    private void At(int entry, Action work)
    {
        try
        {
            work();
        }
        catch (FhirRefusal refusal)
        {
            throw refusal.At(entry + first);
        }
        catch (VersionConflictException conflict)
        {
            throw new FhirRefusal(412, OperationOutcome.IssueType.Conflict, conflict.Message).At(entry + first);
        }
        catch (SearchRefusedException refusal)
        {
            throw new FhirRefusal(400, OperationOutcome.IssueType.Value, refusal.Message).At(entry + first);
        }
    }
}
