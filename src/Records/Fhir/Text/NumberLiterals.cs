using System.Globalization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// Numbers as they were written. A <see cref="decimal"/> holds 28 digits and no exponent; what was written with more, or as
/// <c>1E-30</c> or <c>1.2E+2</c>, keeps its literal next to the nearest decimal, and is stored and sent with it (FHIR R4
/// datatypes.html#decimal: the precision is part of the value).
/// </summary>
public static class NumberLiterals
{
    private const NumberStyles Form =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;

    // Asking an element for annotations makes a list for it: not before there is one anywhere.
    private static volatile bool _any;

    /// <summary>True once there has been one in this process.</summary>
    internal static bool Any => _any;

    /// <summary>The number as written, where the decimal does not say it; otherwise null.</summary>
    public static string? Of(FhirDecimal? number) => _any ? number?.Annotation<Literal>()?.Text : null;

    /// <summary>The number, also where it lies beyond what a decimal can hold.</summary>
    public static double Double(FhirDecimal number) =>
        Of(number) is { } literal ? double.Parse(literal, Form, CultureInfo.InvariantCulture) : (double)number.Value!;

    /// <summary>The number as people read it.</summary>
    public static string Text(FhirDecimal number) =>
        Of(number) ?? number.Value!.Value.ToString(CultureInfo.InvariantCulture);

    internal static void Keep(FhirDecimal number, string literal)
    {
        _any = true;
        number.SetAnnotation(new Literal(literal));
    }

    /// <summary>True when a decimal says the number digit for digit, so that no literal is needed.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> literal) =>
        literal.Length <= 28
        && literal.IndexOfAny((byte)'e', (byte)'E') < 0
        && (literal[0] != '-' || literal.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0);

    /// <summary>
    /// The decimal nearest to a number; beyond ±7.9e28 the end of what decimals reach. Null when not even a
    /// <see cref="double"/> holds it: too large, or so small that only zero would be left.
    /// </summary>
    internal static decimal? Nearest(string literal)
    {
        if (!double.TryParse(literal, Form, CultureInfo.InvariantCulture, out var size) || !double.IsFinite(size))
            return null;
        if (size == 0 && literal.Split('e', 'E')[0].AsSpan().IndexOfAnyInRange('1', '9') >= 0)
            return null;
        if (decimal.TryParse(literal, Form, CultureInfo.InvariantCulture, out var near))
            return near;
        return Math.Abs(size) < 1 ? 0
            : size < 0 ? decimal.MinValue
            : decimal.MaxValue;
    }

    private sealed record Literal(string Text);
}
