using System.Collections.Concurrent;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Together;

/// <summary>Somebody who has a document open.</summary>
/// <param name="Editing">Language and id of the sentence in whose box the cursor is; null for a reader.</param>
public sealed record PersonPresent(string UserId, BilingualText Name, (string Language, string Sentence)? Editing);

/// <summary>Who has which draft open in this process, by open page. Nothing of it is stored. Thread-safe.</summary>
public sealed class DraftPresence
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<object, PersonPresent>> _open = new();

    /// <summary>Somebody came, left, or began or ended an edit; the draft's id.</summary>
    public event Action<string>? Changed;

    /// <summary>A page has the draft open, or edits another sentence now.</summary>
    /// <param name="page">What tells one open page from another.</param>
    public void Enter(string draftId, object page, PersonPresent presence)
    {
        var pages = _open.GetOrAdd(draftId, _ => new(ReferenceEqualityComparer.Instance));
        if (pages.TryGetValue(page, out var known) && known == presence)
            return;
        pages[page] = presence;
        Changed?.Invoke(draftId);
    }

    public void Leave(string draftId, object page)
    {
        if (_open.TryGetValue(draftId, out var pages) && pages.TryRemove(page, out _))
            Changed?.Invoke(draftId);
    }

    /// <summary>The others, each once; with what they edit where they edit something.</summary>
    public IReadOnlyList<PersonPresent> Others(string draftId, string userId) =>
        !_open.TryGetValue(draftId, out var pages)
            ? []
            :
            [
                .. pages
                    .Values.Where(one => one.UserId != userId)
                    .GroupBy(one => one.UserId)
                    .Select(one => one.FirstOrDefault(page => page.Editing is not null) ?? one.First())
                    .OrderBy(one => one.Name.En, StringComparer.Ordinal),
            ];
}
