using System.Globalization;
using System.Text.Json.Serialization;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Documents;

/// <summary>What happens to a document after its signature. Each is a signed document of its own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FollowUpKind>))]
public enum FollowUpKind
{
    /// <summary>Further words; the original stands.</summary>
    Addendum,

    /// <summary>A new version that takes the place of the original.</summary>
    Amendment,

    /// <summary>An amendment because of an error.</summary>
    Correction,

    /// <summary>The original should not have been released.</summary>
    Withdrawal,

    /// <summary>Another person answers for the original as it is.</summary>
    CoSignature,
}

/// <summary>Which signed document another one follows, and why.</summary>
/// <param name="Of">Id of the original.</param>
/// <param name="Hash">The original's content hash, so that this signature is about that content and no other.</param>
/// <param name="Reason">As the person gave it; empty for a co-signature.</param>
public sealed record DocumentFollowUp(FollowUpKind Kind, string Of, string Hash, string Reason)
{
    /// <summary>Whose words it holds; null where they were prepared from changed data, and in what was begun before that was kept.</summary>
    public BilingualText? WrittenBy { get; init; }

    // A draft's texts have the id and 17 characters, its signature 10; an id has at most 64.
    private const int LongestStem = 40;

    /// <summary>It has the whole text of a document; the others have words of their own only.</summary>
    [JsonIgnore]
    public bool IsNewVersion => Kind is FollowUpKind.Amendment or FollowUpKind.Correction;

    /// <param name="number">1 for the first of its kind.</param>
    public static string IdOf(string document, FollowUpKind kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stem(document)}-{Letter(kind)}{number}");

    /// <summary>Whether an id is that of something that follows the document.</summary>
    public static bool IsOf(string id, string document) =>
        Stem(document) is var stem
        && id.Length > stem.Length + 2
        && id.StartsWith(stem, StringComparison.Ordinal)
        && id[stem.Length] == '-'
        && id[stem.Length + 1] is 'a' or 'm' or 'w' or 'c'
        && id.AsSpan(stem.Length + 2).ContainsAnyExceptInRange('0', '9') == false;

    private static string Stem(string document) =>
        document.Length <= LongestStem ? document : "draft-" + Digest.Short(document);

    // An amendment and a correction are both versions, counted together.
    private static char Letter(FollowUpKind kind) =>
        kind switch
        {
            FollowUpKind.Addendum => 'a',
            FollowUpKind.Withdrawal => 'w',
            FollowUpKind.CoSignature => 'c',
            _ => 'm',
        };
}
