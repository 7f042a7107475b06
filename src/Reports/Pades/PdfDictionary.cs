using System.Globalization;
using System.Text;

namespace Xinglin.Reports.Pades;

/// <summary>
/// The entries of one PDF dictionary as they are written, in Latin-1, so that every byte keeps its place: enough to add an entry to
/// it. Streams, strings and nested dictionaries are passed over whole.
/// </summary>
internal sealed class PdfDictionary
{
    private readonly string _text;
    private readonly Dictionary<string, (int From, int Until)> _values = new(StringComparer.Ordinal);
    private int _at;

    private PdfDictionary(string text, int at)
    {
        (_text, _at) = (text, at);
        Start = at;
        Skip("<<");
        for (Blank(); !Here(">>"); Blank())
        {
            var name = Token();
            if (!name.StartsWith('/'))
                throw Broken();
            Blank();
            var from = _at;
            Value();
            _values[name[1..]] = (from, _at);
        }
        EndOfEntries = _at;
        Skip(">>");
        End = _at;
    }

    /// <summary>Where its first bracket stands.</summary>
    public int Start { get; }

    /// <summary>Where its last two brackets stand: a new entry goes before them.</summary>
    public int EndOfEntries { get; }

    /// <summary>The place after its last bracket.</summary>
    public int End { get; }

    /// <summary>Reads the dictionary that begins at a place, blanks before it passed over.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static PdfDictionary At(string text, int place)
    {
        while (place < text.Length && char.IsWhiteSpace(text[place]))
            place++;
        return new PdfDictionary(text, place);
    }

    /// <summary>The value of a key as written; null when it has none.</summary>
    public string? Of(string key) => _values.TryGetValue(key, out var place) ? _text[place.From..place.Until] : null;

    /// <summary>The number of the object that a value refers to (<c>12 0 R</c>); null when it is no reference.</summary>
    public int? ReferenceOf(string key) => Of(key) is { } value ? Reference(value) : null;

    /// <summary>The dictionary as text, with entries added and those of the same key replaced.</summary>
    public string With(params (string Key, string Value)[] entries)
    {
        var text = new StringBuilder("<<");
        foreach (var (key, (from, until)) in _values)
        {
            if (Array.TrueForAll(entries, entry => entry.Key != key))
                text.Append('/').Append(key).Append(' ').Append(_text, from, until - from).Append('\n');
        }
        foreach (var (key, value) in entries)
            text.Append('/').Append(key).Append(' ').Append(value).Append('\n');
        return text.Append(">>").ToString();
    }

    /// <summary>The number of the first reference in a text such as <c>12 0 R</c> or <c>[12 0 R 14 0 R]</c>.</summary>
    public static int? Reference(string value)
    {
        var parts = value.Split([' ', '\n', '\r', '\t', '['], StringSplitOptions.RemoveEmptyEntries);
        return
            parts.Length >= 3
            && parts[2].StartsWith('R')
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private void Value()
    {
        switch (_text[_at])
        {
            case '<' when Here("<<"):
                _at = new PdfDictionary(_text, _at).End;
                break;
            case '<':
                _at = _text.IndexOf('>', _at) is var end and > 0 ? end + 1 : throw Broken();
                break;
            case '(':
                String();
                break;
            case '[':
                _at++;
                for (Blank(); _text[_at] != ']'; Blank())
                    Value();
                _at++;
                break;
            default:
                Token();
                // "12 0 R" is one value of three words.
                var after = _at;
                Blank();
                if (IsNumber(_text[after - 1]) && IsNumber(_text[_at]))
                {
                    Token();
                    Blank();
                    if (_text[_at] == 'R')
                    {
                        _at++;
                        return;
                    }
                }
                _at = after;
                break;
        }
    }

    private void String()
    {
        var depth = 0;
        do
        {
            switch (_text[_at])
            {
                case '\\':
                    _at++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
            }
            _at++;
        } while (depth > 0);
    }

    private string Token()
    {
        var from = _at++;
        while (!char.IsWhiteSpace(_text[_at]) && !"<>[]()/%".Contains(_text[_at]))
            _at++;
        return _text[from.._at];
    }

    private void Blank()
    {
        while (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\0')
            _at++;
    }

    private bool Here(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private void Skip(string what)
    {
        if (!Here(what))
            throw Broken();
        _at += what.Length;
    }

    private static bool IsNumber(char letter) => char.IsAsciiDigit(letter);

    private static InvalidDataException Broken() => new("The PDF has a dictionary that cannot be read.");
}
