using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Review;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Together;

/// <summary>
/// A draft that several people may change at once: what each types is saved on the newest version where it overwrites nothing, both
/// texts are kept where it would, and everybody sees who else is here. What is typed is lost in no case.
/// </summary>
public abstract class LiveDraft : LivePage
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _takenUp;
    private BilingualText? _name;

    [Inject]
    protected CurrentPerson CurrentPerson { get; set; } = null!;

    [Inject]
    protected ReviewService Review { get; set; } = null!;

    [Inject]
    protected IJSRuntime Script { get; set; } = null!;

    [Inject]
    private DraftPresence Present { get; set; } = null!;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Of the text that is shown.</summary>
    protected abstract string TextLanguage { get; }

    /// <summary>What was typed and is not saved: by sentence id, or by the key of a new sentence or a reason.</summary>
    protected Dictionary<string, string> Typed { get; } = [];

    /// <summary>Sentences that somebody else changed while this person did.</summary>
    protected Dictionary<string, SentenceConflict> Conflicts { get; } = [];

    /// <summary>What was typed into sentences that are no longer there.</summary>
    protected Dictionary<string, string> Homeless { get; } = [];

    /// <summary>Who else has the document open.</summary>
    protected IReadOnlyList<PersonPresent> Others { get; private set; } = [];

    protected ReviewState? State { get; set; }
    protected ClaimsPrincipal User { get; set; } = new();

    /// <summary>Id of the draft that the page has opened.</summary>
    protected string? Shown { get; set; }

    /// <summary>Id of the sentence that is being edited.</summary>
    protected string? Editing { get; private set; }

    /// <summary>This person may sign by a passkey.</summary>
    protected bool HasPasskey { get; private set; }

    /// <summary>Counts the boxes that began anew with another text.</summary>
    protected int Round { get; private set; }
    protected BilingualText? Notice { get; private set; }
    protected DateTimeOffset? SavedAt { get; private set; }
    protected bool Saving { get; private set; }

    /// <summary>Each sentence as it was when its box was opened, or saved last.</summary>
    private Dictionary<string, string> Seen { get; } = [];

    protected async Task TypedAsync((string Sentence, string Words) typed)
    {
        Typed[typed.Sentence] = typed.Words;
        await SaveAsync(typed.Sentence, typed.Words);
    }

    private async Task<bool> SaveAsync(string sentence, string words)
    {
        if (Conflicts.TryGetValue(sentence, out var open))
        {
            // Until a choice is made, the box changes one of the two texts, and neither is stored over the other.
            Conflicts[sentence] = open with
            {
                Mine = words.Trim(),
            };
            return false;
        }
        if (State is not null && Find(sentence) is null)
        {
            Homeless[sentence] = words;
            return false;
        }
        var isUnchanged = Seen.TryGetValue(sentence, out var seen) && seen == words.Trim();
        if (!isUnchanged && NowOf(sentence) != words.Trim())
        {
            if (
                !await ChangeAsync(
                    reviewer => Review.EditSentenceAsync(Id, Version, TextLanguage, sentence, words, reviewer, seen),
                    again: true
                )
            )
            {
                return false;
            }
        }
        Seen[sentence] = NowOf(sentence) ?? words.Trim();
        await ForgetAsync((sentence, words));
        return true;
    }

    private Sentence? Find(string sentence) =>
        State
            ?.Stored.Draft.Texts.GetValueOrDefault(TextLanguage)
            ?.Sections.SelectMany(section => section.Sentences)
            .FirstOrDefault(one => one.Id == sentence);

    /// <summary>The sentence's words in the document; empty where it is struck, null where there is none.</summary>
    private string? NowOf(string sentence) =>
        Find(sentence) is { } one
            ? one.Deleted
                ? ""
                : one.Text
            : null;

    protected void Begin(string sentence)
    {
        Editing = sentence;
        if (!Typed.ContainsKey(sentence))
            Seen[sentence] = NowOf(sentence) ?? "";
    }

    protected async Task ChooseAsync((string Sentence, string Words) choice)
    {
        Seen[choice.Sentence] = Conflicts[choice.Sentence].Theirs;
        Conflicts.Remove(choice.Sentence);
        Typed[choice.Sentence] = choice.Words;
        if (!await SaveAsync(choice.Sentence, choice.Words))
            return;
        await ForgetAsync((choice.Sentence, null));
        Typed.Remove(choice.Sentence);
        Editing = null;
    }

    protected async Task MergeAsync((string Sentence, string Words) both)
    {
        Seen[both.Sentence] = Conflicts[both.Sentence].Theirs;
        Conflicts.Remove(both.Sentence);
        await ForgetAsync((both.Sentence, null));
        Typed[both.Sentence] = both.Words;
        Editing = both.Sentence;
        Round++;
    }

    // The browser keeps what was typed until it is saved or given up.
    protected async Task ForgetAsync((string Key, string? Words) typed) =>
        await Script.InvokeVoidAsync("keptTexts.forget", TypedKeys.KeyOf(Id, TextLanguage) + typed.Key, typed.Words);

    protected async Task FinishAsync((string Sentence, string Words) edit)
    {
        // What was refused stays in its box, with the reason above it.
        if (!await SaveAsync(edit.Sentence, edit.Words))
        {
            Typed[edit.Sentence] = edit.Words;
            return;
        }
        Typed.Remove(edit.Sentence);
        Editing = null;
    }

    protected async Task RestoreAsync(Sentence sentence)
    {
        Typed.Remove(sentence.Id);
        Editing = null;
        await SaveAsync(sentence.Id, sentence.Original ?? sentence.Text);
    }

    protected Task<bool> JustifyAsync((string Sentence, string Reason) said) =>
        ChangeAsync(reviewer => Review.JustifyAsync(Id, Version, TextLanguage, said.Sentence, said.Reason, reviewer));

    protected Task<bool> AddAsync((string Section, string Words) added) =>
        ChangeAsync(
            reviewer => Review.AddSentenceAsync(Id, Version, TextLanguage, added.Section, null, added.Words, reviewer),
            again: true
        );

    protected Task DecideAsync((Finding Finding, Decision? Decision) choice) =>
        ChangeAsync(reviewer => Review.DecideAsync(Id, Version, choice.Finding.Id, choice.Decision, reviewer));

    // Gone where the draft could no longer be read a moment ago.
    private string Version => State?.Stored.Version ?? throw new KeyNotFoundException();

    // One change at a time: each names the version that the one before it made.
    private async Task<bool> ChangeAsync(Func<Reviewer, Task> change, bool again = false)
    {
        await _one.WaitAsync();
        Saving = true;
        Notice = null;
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await change(await CurrentPerson.ReviewerAsync(User));
                    SavedAt = Clock.GetUtcNow();
                    return true;
                }
                catch (VersionConflictException) when (again && tries < 4)
                {
                    // Somebody changed something else; what overwrites nothing is made on their version.
                    Refresh();
                }
            }
        }
        catch (SentenceConflictException both)
        {
            Conflicts[both.Conflict.SentenceId] = both.Conflict;
        }
        catch (VersionConflictException)
        {
            Notice = DraftWords.Conflict;
        }
        catch (ReviewRejectedException refusal)
        {
            Notice = refusal.Reason;
        }
        catch (KeyNotFoundException)
        {
            Notice = DraftWords.NoLongerReadable;
        }
        finally
        {
            Saving = false;
            Refresh();
            _one.Release();
            StateHasChanged();
        }
        return false;
    }

    // Once for each language of the text: what the browser kept is put back.
    protected async Task TakeUpAsync()
    {
        if (_takenUp == TextLanguage)
            return;
        _takenUp = TextLanguage;
        Typed.Clear();
        Seen.Clear();
        Conflicts.Clear();
        Editing = null;
        var seen = await Script.InvokeAsync<Dictionary<string, string>>(
            "keptTexts.bases",
            TypedKeys.KeyOf(Id, TextLanguage)
        );
        foreach (
            var (field, words) in await Script.InvokeAsync<Dictionary<string, string>>(
                "keptTexts.unsaved",
                TypedKeys.KeyOf(Id, TextLanguage)
            )
        )
        {
            Typed[field] = words;
            if (seen.TryGetValue(field, out var was))
                Seen[field] = was;
            // What was typed for a new sentence or a reason is in its box again; nothing is saved that was not asked for.
            if (!TypedKeys.IsUnsaved(field) && State?.Stored.Status != DraftStatus.Signed)
            {
                Editing = field;
                await SaveAsync(field, words);
            }
            Notice ??= DraftWords.UnfinishedTyping;
        }
        if (Typed.Count > 0)
            StateHasChanged();
    }

    /// <summary>The page is live: others see this person, and the sentence that is being edited.</summary>
    protected async Task ArriveAsync()
    {
        if (_name is null)
        {
            _name = (await CurrentPerson.SignerAsync(User)).Name;
            HasPasskey = await CurrentPerson.HasPasskeyAsync(User);
            Present.Changed += OnPresence;
            OnPresence(Id);
        }
        (string, string)? editing =
            Editing is { } sentence && !TypedKeys.IsUnsaved(sentence) ? (TextLanguage, sentence) : null;
        Present.Enter(Id, this, new(UserId, _name, editing));
    }

    protected string UserId => User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    protected bool MayEdit => Permissions.Allows(User, Permissions.EditDrafts);

    private void OnPresence(string draft)
    {
        if (draft == Id)
            _ = OnPageAsync(() => Others = Present.Others(Id, UserId));
    }

    protected void Leave()
    {
        if (Shown is { } left)
            Present.Leave(left, this);
    }

    public override void Dispose()
    {
        base.Dispose();
        Present.Changed -= OnPresence;
        Leave();
        _one.Dispose();
        GC.SuppressFinalize(this);
    }
}
