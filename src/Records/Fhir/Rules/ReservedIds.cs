using System.Text.RegularExpressions;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// The ids that this product gives to what it makes: its Tasks (<c>imaging-…</c>), predictions (<c>reading-…</c>), drafts with
/// their texts, PDFs and signatures (<c>draft-…</c>), models (<c>model-…</c>). Nobody else may take one, or a forgery would lie
/// where the product looks for its own.
/// </summary>
internal static partial class ReservedIds
{
    /// <summary>True when only the product may make a resource of this id.</summary>
    public static bool IsReserved(string id) => Form().IsMatch(id);

    // A Task's id is its kind and 24 hexadecimal digits; everything that follows from it repeats that id behind a word.
    [GeneratedRegex(
        "^(draft-|reading-|model-|(diagnosis|forecast|imaging)-[0-9a-f]{24})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Form();
}
