using System.Collections.Frozen;
using System.Globalization;

namespace Xinglin.Dicom.DataSets;

/// <summary>One line of the data dictionary.</summary>
/// <param name="Vr">The representation; null where it depends on other attributes (see <see cref="Variable"/>).</param>
/// <param name="Variable"><c>xs</c> (US or SS by Pixel Representation), <c>ox</c> (OB or OW), or empty.</param>
/// <param name="Multiplicity">How many values there may be, as the standard writes it, such as <c>1-n</c>.</param>
/// <param name="Keyword">The keyword, such as <c>PatientName</c>.</param>
public sealed record TagEntry(VR? Vr, string Variable, string Multiplicity, string Keyword);

/// <summary>
/// The registry of data elements (PS3.6 table 6-1), which gives implicit data sets their value representations.
/// Private and unknown tags are not in it and are read as UN.
/// </summary>
public static class TagDictionary
{
    private static readonly Lazy<FrozenDictionary<uint, TagEntry>> Entries = new(Load);

    /// <summary>The entry of a tag, or null for a private or unknown one.</summary>
    public static TagEntry? Find(Tag tag)
    {
        if (tag.IsPrivate)
            return null;
        if (tag.Element == 0)
            return new TagEntry(VR.UL, "", "1", "GroupLength");
        // Curves (50xx) and overlays (60xx) repeat their group (PS3.5 section 7.6).
        var group = (tag.Group & 0xFF00) is 0x5000 or 0x6000 ? tag.Group & 0xFF00 : tag.Group;
        return Entries.Value.GetValueOrDefault(((uint)group << 16) | tag.Element);
    }

    private static FrozenDictionary<uint, TagEntry> Load()
    {
        using var stream = typeof(TagDictionary).Assembly.GetManifestResourceStream("dictionary.tsv")!;
        using var reader = new StreamReader(stream);
        var entries = new Dictionary<uint, TagEntry>(5000);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var cells = line.Split('\t');
            var key = uint.Parse(
                cells[0].Replace("xx", "00", StringComparison.Ordinal),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
            entries[key] = Enum.TryParse<VR>(cells[1], out var vr)
                ? new TagEntry(vr, "", cells[2], cells[3])
                : new TagEntry(null, cells[1], cells[2], cells[3]);
        }
        return entries.ToFrozenDictionary();
    }
}
