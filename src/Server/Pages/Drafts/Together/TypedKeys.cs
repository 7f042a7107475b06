namespace Xinglin.Server.Pages.Drafts.Together;

/// <summary>Under which keys what is typed into a document is kept, on the page and in the browser.</summary>
public static class TypedKeys
{
    private const string AddPrefix = "add:";
    private const string ReasonPrefix = "reason:";

    /// <summary>A new sentence of a section.</summary>
    public static string Add(string section) => AddPrefix + section;

    /// <summary>Why a sentence departs from its facts.</summary>
    public static string Reason(string sentence) => ReasonPrefix + sentence;

    /// <summary>Whether a key stands for something that no sentence holds yet.</summary>
    public static bool IsUnsaved(string key) =>
        key.StartsWith(AddPrefix, StringComparison.Ordinal) || key.StartsWith(ReasonPrefix, StringComparison.Ordinal);

    /// <summary>What the browser's keys of all fields of a document's text begin with.</summary>
    public static string KeyOf(string draftId, string language) => $"{draftId}-{language}-";
}
