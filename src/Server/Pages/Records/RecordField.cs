using System.Collections;
using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Records;

/// <summary>Every field of a record with its value, in the order of the document, named as FHIR names it.</summary>
/// <param name="Path"><c>participant[1].actor.display</c>.</param>
public sealed record RecordField(string Path, string Value)
{
    /// <summary>As many as one page shows.</summary>
    public const int Most = 400;

    private const int MostLength = 4000;

    /// <summary>Only the beginning of the value is here.</summary>
    public bool IsCut { get; private init; }

    /// <param name="isCut">There are more; the record's JSON has them.</param>
    public static IReadOnlyList<RecordField> Of(Resource record, out bool isCut)
    {
        var fields = new List<RecordField>();
        Add(record, "", fields);
        isCut = fields.Count > Most || fields.Exists(field => field.Value.Length > MostLength);
        return
        [
            .. fields
                .Take(Most)
                .Select(field =>
                    field.Value.Length > MostLength
                        ? field with
                        {
                            Value = HiddenCharacters.Shown(field.Value[..MostLength]) + "…",
                            IsCut = true,
                        }
                        : field with
                        {
                            Value = HiddenCharacters.Shown(field.Value),
                        }
                ),
        ];
    }

    private static void Add(Base value, string path, List<RecordField> fields)
    {
        if (fields.Count > Most)
            return;
        if (value is PrimitiveType { JsonValue: { } plain })
            fields.Add(new(path, Written(value, plain)));
        // What the narrative says is above, as words.
        if (value is Narrative)
            return;
        foreach (var (name, child) in value.EnumerateElements())
        {
            if (value is PrimitiveType && name == "value")
                continue;
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (child is Base one)
            {
                Add(one, place, fields);
            }
            else if (child is IEnumerable many and not string)
            {
                foreach (var (item, index) in many.OfType<Base>().Select((item, index) => (item, index)))
                    Add(item, string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), fields);
            }
        }
    }

    private static string Written(Base value, object plain) =>
        value is Base64Binary && plain is string data
            ? Numbers.Bytes(data.Length / 4L * 3)
            : Convert.ToString(plain, CultureInfo.InvariantCulture) ?? "";
}
