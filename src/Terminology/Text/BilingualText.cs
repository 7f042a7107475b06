namespace Xinglin.Terminology.Text;

/// <summary>One text in the two languages that every reader-visible text exists in.</summary>
/// <param name="Zh">Simplified Chinese (zh-CN).</param>
/// <param name="En">English (en).</param>
public sealed record BilingualText(string Zh, string En)
{
    /// <summary>The text for a language tag: anything that starts with <c>zh</c> reads Chinese, all else English.</summary>
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;
}
