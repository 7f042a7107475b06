using Microsoft.AspNetCore.Http;

namespace Xinglin.Records.Audit.Http;

/// <summary>
/// What the answering code knows of the access and the address does not say: which entity, whose. It lives with the request;
/// <see cref="AccessGate"/> reads it just before the first byte of the answer leaves.
/// </summary>
public sealed class AccessNote
{
    private readonly List<string> _patients = [];
    private readonly List<string> _items = [];

    /// <summary>Null: as the endpoint says.</summary>
    public string? Action { get; set; }

    /// <summary>Null: the address.</summary>
    public string? Entity { get; set; }

    /// <summary>Null: who is signed in.</summary>
    public AuditActor? Actor { get; set; }

    /// <summary>Null: method and route.</summary>
    public string? Reason { get; set; }

    /// <summary>Null: <c>ok</c>, or the status of a rejection.</summary>
    public string? Result { get; set; }

    public IReadOnlyList<string> Patients => _patients;
    public IReadOnlyList<string> Items => _items;

    /// <summary>The note of a request; made at first use.</summary>
    public static AccessNote Of(HttpContext context)
    {
        if (context.Features.Get<AccessNote>() is not { } note)
            context.Features.Set(note = new AccessNote());
        return note;
    }

    /// <param name="ids">Ids of patients; null and what is known already are passed over.</param>
    public AccessNote About(params IEnumerable<string?> ids)
    {
        foreach (var id in ids)
        {
            if (id is { Length: > 0 } && !id.Contains(' ') && !_patients.Contains(id))
                _patients.Add(id);
        }

        return this;
    }

    /// <param name="references">References of what was found or sent along.</param>
    public AccessNote With(params IEnumerable<string> references)
    {
        _items.AddRange(references.Select(reference => reference.Replace(' ', '_')));
        return this;
    }
}
