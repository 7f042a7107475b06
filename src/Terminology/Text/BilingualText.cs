namespace Xinglin.Terminology.Text;

/// <summary>One text in the two languages that every reader-visible text exists in.</summary>
/// <param name="Zh">Simplified Chinese (zh-CN).</param>
/// <param name="En">English (en).</param>
public sealed record BilingualText(string Zh, string En)
{
    /// <summary>The text for a language tag: anything that starts with <c>zh</c> reads Chinese, all else English.</summary>
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;

    /// <summary>What reads the same in both languages: a name, a code, a number.</summary>
    public static BilingualText Same(string text) => new(text, text);

    /// <summary>What reads the same in both languages, its numbers with a point whatever the machine's language.</summary>
    public static BilingualText Of(FormattableString text) => Same(FormattableString.Invariant(text));

    /// <summary>Both languages, their numbers with a point whatever the machine's language.</summary>
    public static BilingualText Of(FormattableString zh, FormattableString en) =>
        new(FormattableString.Invariant(zh), FormattableString.Invariant(en));

    /// <summary>Texts in a row, each language with its own sign between them.</summary>
    public static BilingualText Join(string zhSeparator, string enSeparator, IEnumerable<BilingualText> texts)
    {
        var all = texts.ToList();
        return new(
            string.Join(zhSeparator, all.Select(one => one.Zh)),
            string.Join(enSeparator, all.Select(one => one.En))
        );
    }

    /// <summary>The two texts one after the other, in each language.</summary>
    public static BilingualText operator +(BilingualText first, BilingualText second) =>
        new(first.Zh + second.Zh, first.En + second.En);
}
