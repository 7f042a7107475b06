namespace Xinglin.Reports.Checking;

/// <summary>A piece of a finished text that says something checkable, as read back from the text alone.</summary>
/// <param name="Start">From 0.</param>
/// <param name="Text">As it is.</param>
internal abstract record TextToken(int Start, string Text)
{
    public int End => Start + Text.Length;

    /// <param name="Stated">The digits as written, such as <c>7.80</c>; its decimals tell how it was rounded.</param>
    /// <param name="Unit">UCUM; empty for a bare number.</param>
    public sealed record Number(int Start, string Text, StatedNumber Stated, string Unit) : TextToken(Start, Text);

    public sealed record Range(int Start, string Text, StatedNumber Low, StatedNumber High, string Unit)
        : TextToken(Start, Text);

    /// <summary>Blood pressure: systolic over diastolic.</summary>
    public sealed record Pair(int Start, string Text, StatedNumber Systolic, StatedNumber Diastolic, string Unit)
        : TextToken(Start, Text);

    /// <param name="Year">Null where the text leaves it out.</param>
    /// <param name="Time">Null where the text gives the day only.</param>
    public sealed record Date(int Start, string Text, int? Year, int Month, int Day, TimeOnly? Time)
        : TextToken(Start, Text);

    public sealed record TimeOfDay(int Start, string Text, TimeOnly Time) : TextToken(Start, Text);

    /// <summary>Letters and digits in one word, such as a version or the name of a score.</summary>
    public sealed record Name(int Start, string Text) : TextToken(Start, Text);

    /// <summary>Digits that make no valid date or time.</summary>
    public sealed record MalformedDate(int Start, string Text) : TextToken(Start, Text);
}

/// <summary>A number as a text states it.</summary>
/// <param name="Bound"><c>&lt;</c> or <c>&gt;</c> where the text states a bound; otherwise empty.</param>
internal sealed record StatedNumber(double Value, int Decimals, string Bound);
