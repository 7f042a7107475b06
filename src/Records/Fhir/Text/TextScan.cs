using System.Text;

namespace Xinglin.Records.Fhir.Text;

/// <summary>What a text asks for beyond what one document may.</summary>
public enum TextLimit
{
    /// <summary>A string longer than FHIR allows (R4, Datatypes: 1 MiB), or base64 data longer than is accepted.</summary>
    LongText,

    /// <summary>A name of a member, element or attribute of more than 256 bytes.</summary>
    LongName,

    /// <summary>A number or literal of more than 256 bytes.</summary>
    LongNumber,

    /// <summary>More elements than one document may have.</summary>
    TooManyElements,

    /// <summary>More elements than one resource may have.</summary>
    TooManyElementsInOne,

    /// <summary>Deeper than any FHIR resource.</summary>
    TooDeep,

    /// <summary>More comments, processing instructions and CDATA sections than one XML document may have.</summary>
    TooManyRemarks,

    /// <summary>More attributes and namespaces than one XML element may have.</summary>
    TooManyAttributes,
}

/// <summary>A limit that a text passes, and where.</summary>
/// <param name="Offset">Bytes before the place where the limit was passed.</param>
public sealed record TextExcess(TextLimit Limit, long Offset)
{
    /// <summary>What is wrong and what to do, in English, without a word of the text.</summary>
    public string Said =>
        Limit switch
        {
            TextLimit.LongText =>
                $"a string is longer than the {TextScan.MostText} characters that FHIR allows, or base64 data longer than {TextScan.MostData >> 20} MiB: keep large content as a file next to the record.",
            TextLimit.LongName => $"a name is longer than {TextScan.MostName} bytes: no FHIR element has such a name.",
            TextLimit.LongNumber => $"a number is longer than {TextScan.MostName} bytes: write it shorter.",
            TextLimit.TooDeep =>
                $"the elements are more than {TextScan.MostDepth} levels deep: no FHIR resource needs that.",
            TextLimit.TooManyRemarks =>
                $"there are more than {XmlScan.MostRemarks} comments, processing instructions and CDATA sections: no FHIR resource needs them.",
            TextLimit.TooManyAttributes =>
                $"an element has more than {XmlScan.MostAttributes} attributes and namespaces: no FHIR element has that many.",
            TextLimit.TooManyElementsInOne =>
                $"one resource has more than {TextScan.MostElementsOfOne} elements: split it into several resources.",
            _ =>
                "the document has more elements than are taken at once: split it, or import it as NDJSON, one resource a line.",
        };
}

/// <summary>
/// Looks through a text as it arrives, before anything is built from it: a few bytes of text can ask for hundreds of bytes
/// of objects each. Whether the text is right is not its business; it uses a fixed amount of memory.
/// </summary>
public abstract class TextScan
{
    /// <summary>Longest string in characters (FHIR R4, Datatypes, string).</summary>
    public const int MostText = 1 << 20;

    /// <summary>Longest base64 data in characters: 16 MiB, which is 12 MiB of content. In memory it costs some 18 bytes each.</summary>
    public const int MostData = 16 << 20;

    public const int MostName = 256;

    public const int MostDepth = 64;

    /// <summary>
    /// Most values of one resource, an entry of a Bundle counting alone. A right value costs up to 500 bytes in memory, a wrong
    /// one up to 2 KB (measured), whatever its length in the text.
    /// </summary>
    public const int MostElementsOfOne = 50_000;

    /// <summary>Most values of a document sent to an interface, all its resources together: some 18 MB of usual records.</summary>
    public const int MostElementsSent = 300_000;

    /// <summary>Most values of a document in an import, where entries are read one by one: some 36 MB of usual records.</summary>
    public const int MostElementsImported = 600_000;

    /// <summary>Elements that hold base64 and may be longer than a string (FHIR R4: base64Binary).</summary>
    private static readonly byte[][] DataNames =
    [
        .. new[]
        {
            "data",
            "hash",
            "valueBase64Binary",
            "defaultValueBase64Binary",
            "fixedBase64Binary",
            "patternBase64Binary",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private readonly byte[] _name = new byte[32];
    private int _nameLength;
    private readonly int _mostElements;
    private readonly int _mostOfOne;
    private int _elementsOfOne;

    /// <summary>Bytes before those that are being looked at.</summary>
    private long _before;

    protected TextScan(int mostElements, int mostOfOne = MostElementsOfOne)
    {
        _mostElements = mostElements;
        _mostOfOne = mostOfOne;
    }

    /// <summary>Values so far.</summary>
    public int Elements { get; private set; }

    /// <summary>Looks at the next bytes.</summary>
    /// <returns>The first limit passed; null while all is well.</returns>
    public TextExcess? Feed(ReadOnlySpan<byte> bytes)
    {
        var (limit, at) = Look(bytes);
        if (limit is { } passed)
            return new(passed, _before + at);
        _before += bytes.Length;
        return null;
    }

    /// <summary>The scan of a whole text.</summary>
    public static TextExcess? Of(ReadOnlySpan<byte> text, bool xml, int mostElements) =>
        For(xml, mostElements).Feed(text);

    /// <summary>A scan that begins.</summary>
    /// <param name="mostElements">Most values of the whole document; XML is built whole and may have as many as one resource.</param>
    public static TextScan For(bool xml, int mostElements) => xml ? new XmlScan() : new JsonScan(mostElements);

    protected abstract (TextLimit? Limit, int At) Look(ReadOnlySpan<byte> bytes);

    /// <summary>Counts one element more.</summary>
    protected TextLimit? CountOne() =>
        ++Elements > _mostElements ? TextLimit.TooManyElements
        : ++_elementsOfOne > _mostOfOne ? TextLimit.TooManyElementsInOne
        : null;

    /// <summary>An entry of a Bundle is complete.</summary>
    protected void EndOne() => _elementsOfOne = 0;

    protected void BeginName() => _nameLength = 0;

    protected bool NameIs(ReadOnlySpan<byte> wanted) =>
        _nameLength == wanted.Length && _name.AsSpan(0, _nameLength).SequenceEqual(wanted);

    /// <summary>Notes a part of a name; false when it has become too long.</summary>
    protected bool AddName(ReadOnlySpan<byte> part)
    {
        var kept = Math.Min(part.Length, Math.Max(0, _name.Length - _nameLength));
        part[..kept].CopyTo(_name.AsSpan(Math.Min(_nameLength, _name.Length)));
        _nameLength += part.Length;
        return _nameLength <= MostName;
    }

    /// <summary>Longest text under the name noted last, in characters.</summary>
    protected int MostTextHere()
    {
        foreach (var known in DataNames)
        {
            if (NameIs(known))
                return MostData;
        }

        return MostText;
    }

    /// <summary>Characters of UTF-8, cut anywhere: all bytes but those that go on with one.</summary>
    protected static int Characters(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return bytes.Length;
        var count = 0;
        foreach (var one in bytes)
            count += (one & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
