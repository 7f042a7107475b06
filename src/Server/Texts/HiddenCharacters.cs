using System.Buffers;
using System.Globalization;
using System.Text;

namespace Xinglin.Server.Texts;

/// <summary>
/// Characters that are not seen and change what is: those that turn the direction of a text around (a file <c>fdp.exe</c> after
/// U+202E reads <c>exe.pdf</c>), and control characters. On the pages each stands as its number.
/// </summary>
public static class HiddenCharacters
{
    // Tabs and line ends stay, and so do the joiners that Persian, Hindi and emoji are written with.
    private static readonly SearchValues<char> Hidden = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Except(['\t', '\n', '\r']),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code),
        '\u061C',
        '\u200E',
        '\u200F',
        .. Enumerable.Range(0x202A, 5).Select(code => (char)code),
        .. Enumerable.Range(0x2066, 4).Select(code => (char)code),
        '\uFEFF',
    ]);

    /// <summary>The text with each of them as <c>⟨U+202E⟩</c>.</summary>
    public static string Shown(string text)
    {
        if (!text.AsSpan().ContainsAny(Hidden))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (Hidden.Contains(letter))
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{(int)letter:X4}⟩");
            else
                shown.Append(letter);
        }

        return shown.ToString();
    }
}
