using System.Text.RegularExpressions;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>
/// The ids that this product gives to what it makes: its Tasks (<c>imaging-…</c>), predictions (<c>reading-…</c>), drafts with
/// their texts, PDFs and signatures (<c>draft-…</c>), models (<c>model-…</c>), readers' impressions (<c>impression-…</c>), seals of charts (<c>seal-…</c>). Nobody else
/// may take one, or a forgery would lie where the product looks for its own. This is the one place that knows how they begin.
/// </summary>
public static partial class ReservedIds
{
    /// <summary>How the id of a draft begins; its texts, PDF and signature repeat that id with a word behind it.</summary>
    public const string Draft = "draft-";

    /// <summary>How the id of a prediction begins; all that it consists of repeats that id with a word behind it.</summary>
    public const string Prediction = "reading-";

    /// <summary>How the id of a model's Device begins.</summary>
    public const string Model = "model-";

    /// <summary>How the id of what a reader thought of a film begins; 32 hexadecimal digits follow.</summary>
    public const string Impression = "impression-";

    /// <summary>True when only the product may make a resource of this id.</summary>
    public static bool IsReserved(string id) => Form().IsMatch(id);

    /// <summary>True when the id is that of a model.</summary>
    internal static bool IsModel(string id) => id.StartsWith(Model, StringComparison.OrdinalIgnoreCase);

    // A Task's id is its kind and 24 hexadecimal digits; everything that follows from it repeats that id behind a word.
    [GeneratedRegex(
        $"^({Draft}|{Prediction}|{Model}|{Impression}[0-9a-f]{{32}}|{RetentionRules.Seal}[0-9a-f]{{32}}|(diagnosis|forecast|imaging)-[0-9a-f]{{24}})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Form();
}
