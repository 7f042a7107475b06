using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api;

/// <summary>What one entry of a Bundle comes to.</summary>
/// <param name="Write">A change; null for a question, or for a conditional create that found its resource.</param>
/// <param name="Creates">The change makes something new.</param>
/// <param name="Existing">What a conditional create found.</param>
/// <param name="Question">The address of a GET.</param>
internal sealed record BundleStep(Write? Write, bool Creates, Resource? Existing, string? Question);

/// <summary>
/// A Bundle's entries as steps: ids given, references between entries (<c>urn:uuid:</c>, full addresses, conditional ones)
/// turned into <c>Type/id</c>.
/// </summary>
internal sealed class BundlePlan
{
    private readonly Dictionary<string, string> placeOf = new(StringComparer.Ordinal);
    private readonly FhirStore store;
    private readonly string baseUrl;

    private BundlePlan(FhirStore store, string baseUrl)
    {
        this.store = store;
        this.baseUrl = baseUrl;
    }

    public List<BundleStep> Steps { get; } = [];

    /// <param name="first">Number of the first entry in the Bundle that was sent, for the places of refusals.</param>
    /// <exception cref="FhirRefusal">An entry cannot be carried out; it names the entry.</exception>
    public static BundlePlan Of(Bundle bundle, FhirStore store, string baseUrl, int first = 0)
    {
        var plan = new BundlePlan(store, baseUrl);
        for (var i = 0; i < bundle.Entry.Count; i++)
            At(i + first, () => plan.Steps.Add(plan.Step(bundle.Entry[i])));
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < plan.Steps.Count; i++)
            if (plan.Steps[i].Write is { } write)
                At(i + first, () => plan.Finish(write, touched));
        return plan;
    }

    private BundleStep Step(Bundle.EntryComponent entry)
    {
        if (entry.Request is not { Method: { } method, Url: { Length: > 0 } url })
            throw Bad("needs request.method and request.url");
        if (url.StartsWith(baseUrl + "/", StringComparison.OrdinalIgnoreCase))
            url = url[(baseUrl.Length + 1)..];
        if (url.Contains('?') && method is not Bundle.HTTPVerb.GET)
            throw Bad("has a conditional address, which is served for reads only: use ifNoneExist, or name Type/id");
        switch (method)
        {
            case Bundle.HTTPVerb.GET or Bundle.HTTPVerb.HEAD:
                return new(null, false, null, url);
            case Bundle.HTTPVerb.DELETE:
                return Delete(url, EntityTag.Version(entry.Request.IfMatch));
            case Bundle.HTTPVerb.POST:
                return Create(entry, url);
            case Bundle.HTTPVerb.PUT:
                return Update(entry, url);
            default:
                throw Bad($"asks for {method}, which is not served");
        }
    }

    private BundleStep Create(Bundle.EntryComponent entry, string url)
    {
        var resource = entry.Resource ?? throw Bad("has no resource");
        CreateInteraction.RefuseOtherType(resource, url.Trim('/'));
        if (entry.Request!.IfNoneExist is { Length: > 0 } criteria)
        {
            var found = Conditions.Match(store, resource.TypeName, criteria);
            if (found.Total > 1)
                throw Conditions.SeveralMatch(resource.TypeName);
            if (found.Total == 1)
            {
                Remember(entry.FullUrl, found.Resources[0]);
                return new(null, false, found.Resources[0], null);
            }
        }
        resource.Id = Guid.CreateVersion7().ToString();
        Remember(entry.FullUrl, resource);
        return new(new Write(resource, "0"), true, null, null);
    }

    private BundleStep Update(Bundle.EntryComponent entry, string url)
    {
        var resource = entry.Resource ?? throw Bad("has no resource");
        var (type, id) = References.Split(url);
        CreateInteraction.RefuseOtherType(resource, type);
        resource.Id ??= id;
        if (resource.Id != id)
            throw Bad("has another id in its resource than in request.url");
        Remember(entry.FullUrl, resource);
        var isNew = store.Find(type, id) is null or { Deleted: true };
        return new(new Write(resource, EntityTag.Version(entry.Request!.IfMatch)), isNew, null, null);
    }

    private BundleStep Delete(string url, string? version)
    {
        var (type, id) = References.Split(url);
        var stored = store.Read(type, id) ?? throw FhirRefusal.NotFound($"{type}/{FhirRefusal.Shown(id)}");
        ClientRules.CheckUntouched(stored);
        return new(new Write(stored, version ?? stored.Meta!.VersionId, Delete: true), false, null, null);
    }

    private void Finish(Write write, HashSet<string> touched)
    {
        if (!touched.Add($"{write.Resource.TypeName}/{write.Resource.Id}"))
            throw Bad($"changes {write.Resource.TypeName}/{write.Resource.Id}, which another entry changes too");
        if (write.Delete)
            return;
        References.MakeRelative(write.Resource, baseUrl);
        References.Each(write.Resource, Resolve);
        ClientRules.Check(write.Resource, store);
    }

    private void Resolve(ResourceReference reference)
    {
        if (reference.Reference is not { } url)
            return;
        if (placeOf.TryGetValue(url, out var place))
            reference.Reference = place;
        else if (
            url.StartsWith("urn:uuid:", StringComparison.Ordinal)
            || url.StartsWith("urn:oid:", StringComparison.Ordinal)
        )
            throw Bad("refers to a urn: address that no entry of this Bundle has as fullUrl");
        else if (url.Split('?', 2) is [var type, var criteria] && ModelInfo.IsKnownResource(type))
            reference.Reference = Conditions.Match(store, type, criteria) switch
            {
                { Total: 1 } one => $"{type}/{one.Resources[0].Id}",
                { Total: 0 } => throw Bad($"has a conditional reference that no {type} matches"),
                _ => throw Conditions.SeveralMatch(type),
            };
    }

    private void Remember(string? fullUrl, Resource resource)
    {
        if (fullUrl is { Length: > 0 } && !placeOf.TryAdd(fullUrl, $"{resource.TypeName}/{resource.Id}"))
            throw Bad("has the same fullUrl as another entry");
    }

    private static FhirRefusal Bad(string what) => new(422, OperationOutcome.IssueType.Invalid, $"The entry {what}.");

    /// <summary>Names the entry in whatever refuses it.</summary>
    private static void At(int entry, Action work)
    {
        try
        {
            work();
        }
        catch (FhirRefusal refusal)
        {
            throw new FhirRefusal(
                refusal.Status,
                refusal.Code,
                $"Bundle.entry[{entry}]: {refusal.Diagnostics}",
                $"Bundle.entry[{entry}]"
            );
        }
        catch (SearchRefusedException refusal)
        {
            throw new FhirRefusal(
                400,
                OperationOutcome.IssueType.Value,
                $"Bundle.entry[{entry}]: {refusal.Message}",
                $"Bundle.entry[{entry}]"
            );
        }
    }
}
