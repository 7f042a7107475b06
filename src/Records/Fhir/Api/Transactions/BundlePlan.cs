using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
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
/// <param name="closed">Patients whose charts are closed to who asks.</param>
/// <param name="first">Number of the first entry in the Bundle that was sent, for the places of rejections.</param>
/// <param name="newId">Gives the id of what is created.</param>
internal sealed class BundlePlan(
    Bundle bundle,
    string baseUrl,
    AnswerBudget budget,
    Func<string> newId,
    Func<IReadOnlyCollection<string>> closed,
    int first = 0
)
{
    private static readonly Bundle.HTTPVerb[] Order =
    [
        Bundle.HTTPVerb.DELETE,
        Bundle.HTTPVerb.POST,
        Bundle.HTTPVerb.PUT,
        Bundle.HTTPVerb.GET,
        Bundle.HTTPVerb.HEAD,
    ];

    private readonly string?[] _newIds = new string?[bundle.Entry.Count];
    private readonly BundleLinks _links = new();
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BundleStep> _conditional = new(StringComparer.Ordinal);
    private PendingResources _pending = new();
    private BundleStep[] _steps = [];
    private List<int> _written = [];

    /// <summary>In the order of the entries.</summary>
    public IReadOnlyList<BundleStep> Steps => _steps;

    /// <summary>Number of the entry whose write is at this place of the plan.</summary>
    public int EntryOf(int write) => _written[write] + first;

    /// <exception cref="FhirRejection">An entry cannot be carried out; it names the entry.</exception>
    public WritePlan Make(Lookups lookups)
    {
        budget.Begin();
        _links.Reset();
        _deleted.Clear();
        _conditional.Clear();
        using var making = new PendingResources();
        _pending = making;
        _steps = new BundleStep[bundle.Entry.Count];
        var order = Enumerable
            .Range(0, _steps.Length)
            .OrderBy(i => Array.IndexOf(Order, bundle.Entry[i].Request?.Method ?? Bundle.HTTPVerb.PATCH))
            .ToList();
        foreach (var i in order)
            At(i, () => _steps[i] = Step(i, lookups));
        // Also where there was nothing to delete: what a Bundle means does not depend on what is stored.
        var touched = new HashSet<string>(_deleted, StringComparer.Ordinal);
        _written = [.. order.Where(i => _steps[i].Write is not null)];
        foreach (var i in _written)
            At(i, () => Finish(_steps[i].Write!, bundle.Entry[i].FullUrl, touched, lookups));
        var questions = order.Where(i => _steps[i].Question is not null).ToList();
        return new WritePlan(
            [.. _written.Select(i => _steps[i].Write!)],
            questions.Count == 0
                ? null
                : database => questions.ForEach(i => At(i, () => Ask(_steps[i].Question!, database)))
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
        url = Plain(url).TrimStart('/');
        if (method is Bundle.HTTPVerb.GET or Bundle.HTTPVerb.HEAD)
            return new() { Question = BundleQuestion.Of(url, baseUrl, closed) };
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

    /// <summary>The path is written with percent signs as any address may be; what follows a question mark is taken apart later.</summary>
    private static string Plain(string url)
    {
        if (url.Contains('#'))
            throw Bad("has an address with a fragment, which names nothing here");
        var end = url.IndexOf('?') is >= 0 and var mark ? mark : url.Length;
        return Uri.UnescapeDataString(url[..end]) + url[end..];
    }

    private BundleStep Delete(string url, Bundle.RequestComponent request, Lookups lookups)
    {
        var (type, id) = References.Split(url);
        if (type.Length == 0 || !LogicalId.IsValid(id) || url.Count(sign => sign == '/') > 1)
            throw Bad("names no Type/id to delete");
        if (!_deleted.Add($"{type}/{id}"))
            throw Bad($"changes {type}/{FhirRejection.Shown(id)}, which another entry changes too");
        return new() { Write = Deletions.Of(type, id, EntityTag.Versions(request.IfMatch, default), lookups) };
    }

    private BundleStep Create(int i, string url, Lookups lookups)
    {
        var entry = bundle.Entry[i];
        var resource = entry.Resource ?? throw Bad("has no resource");
        CreateInteraction.RefuseOtherType(resource, url.Trim('/'));
        resource.Id = _newIds[i] ??= newId();
        if (entry.Request!.IfNoneExist is { Length: > 0 } criteria)
        {
            var matches = Match(resource.TypeName, criteria, lookups);
            if (matches.Count > 1)
                throw Conditions.SeveralMatch(resource.TypeName);
            if (matches is [var found])
            {
                Remember(entry.FullUrl, $"{resource.TypeName}/{found}");
                return _conditional.TryGetValue($"{resource.TypeName}/{found}", out var earlier)
                    ? new() { SameAs = earlier }
                    : new() { Existing = lookups.Current(resource.TypeName, found) };
            }
        }
        var place = $"{resource.TypeName}/{resource.Id}";
        Remember(entry.FullUrl, place);
        _pending.Add(resource);
        return _conditional[place] = new() { Write = new Write(resource, "0") };
    }

    private BundleStep Update(Bundle.EntryComponent entry, string url)
    {
        var resource = entry.Resource ?? throw Bad("has no resource");
        var (type, id) = References.Split(url);
        if (url.Count(sign => sign == '/') > 1)
            throw Bad("names no Type/id to update");
        CreateInteraction.RefuseOtherType(resource, type);
        resource.Id ??= id;
        if (resource.Id != id)
            throw Bad("has another id in its resource than in request.url");
        Remember(entry.FullUrl, $"{type}/{id}");
        _pending.Add(resource);
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
        var unresolved = _links.Rewrite(write.Resource, fullUrl, Resolve, baseUrl);
        if (unresolved is null)
            return;
        throw unresolved.Contains('?')
            ? Bad("has a conditional reference that nothing matches")
            : Bad($"refers to '{FhirRejection.Shown(unresolved)}', which no entry of this Bundle has as fullUrl");

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
                .Match(type, criteria, parameters, 2 + _deleted.Count)
                .Where(id => !_deleted.Contains($"{type}/{id}"))
                .Concat(_pending.Match(type, criteria, parameters))
                .Distinct()
                .Take(2),
        ];
    }

    private void Remember(string? fullUrl, string place)
    {
        if (fullUrl is { Length: > 0 } && !_links.Add(fullUrl, place))
            throw Bad("has the same fullUrl as another entry");
    }

    private static FhirRejection Bad(string what) => new(422, OperationOutcome.IssueType.Invalid, $"The entry {what}.");

    /// <summary>Names the entry in whatever rejects it.</summary>
    private void At(int entry, Action work)
    {
        try
        {
            work();
        }
        catch (FhirRejection refusal)
        {
            throw refusal.At(entry + first);
        }
        catch (VersionConflictException conflict)
        {
            throw new FhirRejection(412, OperationOutcome.IssueType.Conflict, conflict.Message).At(entry + first);
        }
        catch (SearchRejectedException refusal)
        {
            throw new FhirRejection(400, OperationOutcome.IssueType.Value, refusal.Message).At(entry + first);
        }
    }
}
