using System.Globalization;
using System.Text;

namespace Xinglin.Reports.Pades;

/// <summary>A finished PDF, as far as an incremental update needs to know it: catalogue, first page, where the next object goes.</summary>
internal sealed class PdfFile
{
    private readonly string _text;
    private readonly Dictionary<int, int> _places = [];

    private PdfFile(string text, int table)
    {
        _text = text;
        LastTable = table;
        Trailer = Table(table);
    }

    /// <summary>Where the last cross-reference table begins.</summary>
    public int LastTable { get; }

    public PdfDictionary Trailer { get; }

    /// <summary>The number of the next new object.</summary>
    public int Size =>
        int.TryParse(Trailer.Of("Size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new InvalidDataException("The PDF does not say how many objects it has.");

    public int Root => Trailer.ReferenceOf("Root") ?? throw new InvalidDataException("The PDF has no catalogue.");

    /// <exception cref="InvalidDataException">It is no PDF with a cross-reference table, such as the browser prints.</exception>
    public static PdfFile Read(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        try
        {
            var start = text.LastIndexOf("startxref", StringComparison.Ordinal);
            if (start < 0 || !text.StartsWith("%PDF-", StringComparison.Ordinal))
                throw new InvalidDataException("This is no whole PDF.");
            return new PdfFile(text, Number(text, start + "startxref".Length));
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The PDF ends in the midst of an object.", fault);
        }
    }

    /// <summary>The dictionary of an object.</summary>
    public PdfDictionary Object(int number) => PdfDictionary.At(_text, BodyOf(number));

    /// <summary>What stands after <c>12 0 obj</c>, up to <c>endobj</c>.</summary>
    public string Body(int number)
    {
        var from = BodyOf(number);
        return _text[from.._text.IndexOf("endobj", from, StringComparison.Ordinal)].Trim();
    }

    /// <summary>The number of the first page's object.</summary>
    public int FirstPage()
    {
        var node = Object(Root).ReferenceOf("Pages");
        for (var depth = 0; depth < 64 && node is { } number; depth++)
        {
            var dictionary = Object(number);
            if (dictionary.Of("Type") == "/Page")
                return number;
            node = dictionary.ReferenceOf("Kids");
        }
        throw new InvalidDataException("The PDF has no page.");
    }

    private int BodyOf(int number)
    {
        if (!_places.TryGetValue(number, out var place))
            throw new InvalidDataException("The PDF names an object that it does not have.");
        var from = _text.IndexOf("obj", place, StringComparison.Ordinal);
        return from < 0 ? throw new InvalidDataException("The PDF names an object that it does not have.") : from + 3;
    }

    /// <summary>Reads a cross-reference table and its trailer; of an updated file, the tables before it too.</summary>
    private PdfDictionary Table(int place)
    {
        if (string.CompareOrdinal(_text, place, "xref", 0, 4) != 0)
            throw new InvalidDataException("The PDF has no cross-reference table.");
        var at = place + 4;
        while (true)
        {
            while (char.IsWhiteSpace(_text[at]))
                at++;
            if (_text[at] == 't')
                break;
            var first = Number(_text, at, out at);
            var count = Number(_text, at, out at);
            while (char.IsWhiteSpace(_text[at]))
                at++;
            for (var i = 0; i < count; i++, at += 20)
            {
                if (_text[at + 17] == 'n')
                    _places.TryAdd(first + i, Number(_text, at));
            }
        }
        var trailer = PdfDictionary.At(_text, at + "trailer".Length);
        if (trailer.Of("Prev") is { } before)
            Table(Number(before, 0));
        return trailer;
    }

    private static int Number(string text, int at) => Number(text, at, out _);

    private static int Number(string text, int at, out int after)
    {
        while (char.IsWhiteSpace(text[at]))
            at++;
        for (after = at; after < text.Length && char.IsAsciiDigit(text[after]); )
            after++;
        return int.TryParse(
            text.AsSpan(at, after - at),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw new InvalidDataException("The PDF has a table that cannot be read.");
    }
}
