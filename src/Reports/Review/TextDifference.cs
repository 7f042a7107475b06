using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Review;

[JsonConverter(typeof(JsonStringEnumConverter<DifferenceKind>))]
public enum DifferenceKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of words that both texts, only the older or only the newer has.</summary>
public sealed record DifferencePart(DifferenceKind Kind, string Text);

/// <summary>One sentence in both texts: its words in order, each marked.</summary>
public sealed record SentenceDifference(
    string SectionCode,
    string Heading,
    string SentenceId,
    IReadOnlyList<DifferencePart> Parts
)
{
    public bool Changed => Parts.Any(part => part.Kind != DifferenceKind.Same);
}

/// <summary>
/// What changed between two versions of a text: sentence by sentence, and within a sentence word by word (Chinese: character
/// by character). Struck sentences count as removed.
/// </summary>
public static partial class TextDifference
{
    public static IReadOnlyList<SentenceDifference> Between(DraftText before, DraftText after)
    {
        List<SentenceDifference> all = [];
        foreach (var section in after.Sections)
        {
            var old = Standing(before.Sections.FirstOrDefault(s => s.Code == section.Code));
            var now = Standing(section);
            var ids = Merge([.. old.Select(s => s.Id)], [.. now.Select(s => s.Id)]);
            foreach (var id in ids)
            {
                var was = old.FirstOrDefault(s => s.Id == id)?.Text ?? "";
                var @is = now.FirstOrDefault(s => s.Id == id)?.Text ?? "";
                all.Add(new SentenceDifference(section.Code, section.Heading, id, Words(was, @is)));
            }
        }
        return all;
    }

    /// <summary>The words of two sentences, merged by their longest common subsequence.</summary>
    public static IReadOnlyList<DifferencePart> Words(string before, string after)
    {
        string[] old = [.. Word().Matches(before).Select(match => match.Value)];
        string[] now = [.. Word().Matches(after).Select(match => match.Value)];
        var length = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                length[i, j] =
                    old[i] == now[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }
        List<DifferencePart> parts = [];
        var (a, b) = (0, 0);
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b])
            {
                Put(parts, DifferenceKind.Same, old[a++]);
                b++;
            }
            else if (a < old.Length && (b == now.Length || length[a + 1, b] >= length[a, b + 1]))
            {
                Put(parts, DifferenceKind.Removed, old[a++]);
            }
            else
            {
                Put(parts, DifferenceKind.Added, now[b++]);
            }
        }
        return parts;
    }

    private static void Put(List<DifferencePart> parts, DifferenceKind kind, string text)
    {
        if (parts.Count > 0 && parts[^1].Kind == kind)
        {
            parts[^1] = parts[^1] with { Text = parts[^1].Text + text };
        }
        else
        {
            parts.Add(new DifferencePart(kind, text));
        }
    }

    private static Sentence[] Standing(DraftSection? section) =>
        section is null ? [] : [.. section.Sentences.Where(sentence => !sentence.Deleted)];

    /// <summary>The ids of both, in the newer order, with the removed ones where they stood.</summary>
    private static List<string> Merge(List<string> old, List<string> now)
    {
        var merged = now.ToList();
        for (var i = 0; i < old.Count; i++)
        {
            if (!merged.Contains(old[i]))
            {
                merged.Insert(i == 0 ? 0 : merged.IndexOf(old[i - 1]) + 1, old[i]);
            }
        }
        return merged;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", RegexOptions.Singleline)]
    private static partial Regex Word();
}
