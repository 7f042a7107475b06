using System.Security.Claims;
using System.Text.RegularExpressions;
using Xinglin.Records.Fhir.Api.Http;

namespace Xinglin.Server.SignIn;

/// <summary>
/// What a program's token may do, as SMART on FHIR writes it: <c>system/Observation.c</c>, <c>system/*.rs</c>, and
/// <see cref="Import"/> for files. The letters: c create, r read, u update, d delete, s search.
/// </summary>
public sealed partial class Scopes
{
    public const string Import = "import";

    /// <summary>All that the account behind the token may do.</summary>
    public const string Everything = "system/*.cruds " + Import;

    private const string Claim = "xinglin:scope";
    private readonly Dictionary<string, string> _letters = new(StringComparer.Ordinal);
    private readonly bool _imports;

    private Scopes(IEnumerable<string> scopes)
    {
        foreach (var scope in scopes)
        {
            if (scope == Import)
            {
                _imports = true;
            }
            else if (Pattern().Match(scope) is { Success: true } match)
            {
                var type = match.Groups[1].Value;
                _letters[type] = _letters.GetValueOrDefault(type) + match.Groups[2].Value;
            }
        }
    }

    public static Scopes Parse(string text) =>
        new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The first part of a text that is no scope; null when all are.</summary>
    public static string? Unknown(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(scope => scope != Import && !Pattern().IsMatch(scope));

    public static bool IsProgram(ClaimsPrincipal who) => who.HasClaim(claim => claim.Type == Callers.ProgramClaim);

    public static Claim ToClaim(string scopes) => new(Claim, scopes);

    public static Scopes Of(ClaimsPrincipal who) => Parse(who.FindFirstValue(Claim) ?? "");

    /// <summary>Whether these allow one interaction with one type; <c>*</c> is all types.</summary>
    public bool Allow(string type, char letter) =>
        _letters.GetValueOrDefault("*", "").Contains(letter)
        || (type != "*" && _letters.GetValueOrDefault(type, "").Contains(letter));

    /// <summary>Whether these allow all that another scope does.</summary>
    public bool Hold(string scope) =>
        scope == Import
            ? _imports
            : Pattern().Match(scope) is { Success: true } match
                && match.Groups[2].Value.All(letter => Allow(match.Groups[1].Value, letter));

    [GeneratedRegex(@"^system/(\*|[A-Z][A-Za-z]{1,63})\.(c?r?u?d?s?)(?<=[cruds])$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
