using System.Text.RegularExpressions;

namespace Xinglin.Server.CommandLine.Output;

/// <summary>Says a fault of usage without the names of .NET types.</summary>
public static partial class UsageWords
{
    /// <summary>The parser's message; where a value is of the wrong kind, in words of ours.</summary>
    public static string Of(string message) =>
        WrongKind().Match(message) is { Success: true } wrong
            ? $"{wrong.Groups[2].Value}: '{wrong.Groups[1].Value}' is not {Kind(wrong.Groups[3].Value)}."
            : message;

    private static string Kind(string type) =>
        type.Contains("Int", StringComparison.Ordinal) ? "a whole number, or is too large"
        : type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal)
            ? "a number (point as decimal mark)"
        : "a value that it takes";

    [GeneratedRegex(
        "^Cannot parse argument '(.*)' for (?:option|command|argument) '(.*)' as expected type '(.*)'",
        RegexOptions.Singleline
    )]
    private static partial Regex WrongKind();
}
