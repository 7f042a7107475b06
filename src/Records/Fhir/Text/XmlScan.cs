namespace Xinglin.Records.Fhir.Text;

/// <summary>
/// The scan of XML: attribute values, text, names and the number of elements, attributes and of all else that a reader makes a
/// node of. Also of the narrative, which is XML in JSON as well.
/// </summary>
public sealed class XmlScan() : TextScan(MostElements, MostElements)
{
    /// <summary>An XML document is built whole; an element and its value count as two.</summary>
    private const int MostElements = 2 * MostElementsOfOne;

    /// <summary>Most comments, processing instructions and CDATA sections together.</summary>
    public const int MostRemarks = 1_000;

    /// <summary>Most attributes and namespaces of one element; narratives have some ten.</summary>
    public const int MostAttributes = 50;

    /// <summary>Bytes of a reference to a character: <c>&amp;#x10FFFF;</c>, and some zeros.</summary>
    private const int MostReference = 16;

    private enum State
    {
        Text,
        Open,
        Name,
        Tag,
        Quoted,
        Comment,
        Data,
        Instruction,
    }

    private State _state;
    private byte _quote;
    private int _length;

    // Bytes of a reference such as &#x4e2d; so far; 0 outside of one.
    private int _reference;
    private int _other;
    private int _attributes;
    private int _remarks;
    private int _depth;
    private int _most = MostText;

    // The last bytes seen, to know "<!--", "-->", "]]>" and "?>" wherever the text is cut.
    private ulong _last;

    protected override (TextLimit? Limit, int At) Look(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            var limit = _state switch
            {
                State.Text => Run(bytes, ref at, (byte)'<', State.Open),
                State.Quoted => Run(bytes, ref at, _quote, State.Tag),
                _ => Step(bytes[at++]),
            };
            if (limit is not null)
                return (limit, at);
        }
        return (null, bytes.Length);
    }

    /// <summary>Text up to the byte that ends it.</summary>
    private TextLimit? Run(ReadOnlySpan<byte> bytes, ref int at, byte ending, State next)
    {
        var rest = bytes[at..];
        var end = rest.IndexOf(ending);
        var part = end < 0 ? rest : rest[..end];
        Count(part);
        at += part.Length;
        if (_length > _most)
            return TextLimit.LongText;
        if (end < 0)
            return null;
        at++;
        _reference = 0;
        _state = next;
        _last = ending;
        _other = 0;
        return null;
    }

    /// <summary>A reference is one character, as an escape is in JSON. Longer than any usual one, its letters count.</summary>
    private void Count(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            if (_reference == 0)
            {
                var begin = part.IndexOf((byte)'&');
                var plain = begin < 0 ? part : part[..begin];
                _length += Characters(plain);
                if (begin < 0)
                    return;
                _length++;
                _reference = 1;
                part = part[(begin + 1)..];
                continue;
            }
            _reference = part[0] == ';' || _reference == MostReference ? 0 : _reference + 1;
            part = part[1..];
        }
    }

    private TextLimit? Step(byte sign)
    {
        _last = (_last << 8) | sign;
        switch (_state)
        {
            case State.Open:
                return Begin(sign);
            case State.Name:
                if (sign is (byte)'>' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                    return EndName(sign);
                return AddName([sign]) ? null : TextLimit.LongName;
            case State.Tag:
                return InTag(sign);
            case State.Comment when (_last & 0xFFFFFF) == 0x2D2D3E:
            case State.Data when (_last & 0xFFFFFF) == 0x5D5D3E:
            case State.Instruction when (_last & 0xFFFF) == 0x3F3E:
                return ToText();
            case State.Data or State.Comment:
                return ++_length > MostText ? TextLimit.LongText : null;
            default:
                return null;
        }
    }

    private TextLimit? Begin(byte sign)
    {
        (_other, _attributes) = (0, 0);
        if (sign == '?')
        {
            _state = State.Instruction;
            return CountRemark();
        }
        else if (sign is (byte)'!' or (byte)'/')
        {
            _state = State.Tag;
            _depth = sign == '/' ? Math.Max(0, _depth - 1) : _depth;
        }
        else
        {
            if (++_depth > MostDepth)
                return TextLimit.TooDeep;
            _state = State.Name;
            BeginName();
            AddName([sign]);
            return CountOne();
        }
        return null;
    }

    private TextLimit? EndName(byte sign)
    {
        _most = MostTextHere();
        _state = State.Tag;
        return sign == '>' ? ToText() : null;
    }

    private TextLimit? InTag(byte sign)
    {
        if (sign == '>')
        {
            // "/>" ends the element that it began; "</" has been counted already.
            if ((_last & 0xFFFF) == 0x2F3E)
                _depth = Math.Max(0, _depth - 1);
            return ToText();
        }
        if (sign is (byte)'"' or (byte)'\'')
        {
            _quote = sign;
            _length = 0;
            _state = State.Quoted;
            return ++_attributes > MostAttributes ? TextLimit.TooManyAttributes : CountOne();
        }
        if ((uint)_last == 0x3C212D2D)
        {
            (_state, _length) = (State.Comment, 0);
            return CountRemark();
        }
        if (_last == 0x21_5B43_4441_5441_5B)
        {
            (_state, _length) = (State.Data, 0);
            return CountRemark();
        }
        // Names of attributes, and whatever else is between two quoted values.
        return ++_other > 4 * MostName ? TextLimit.LongName : null;
    }

    private TextLimit? CountRemark() => ++_remarks > MostRemarks ? TextLimit.TooManyRemarks : null;

    private TextLimit? ToText()
    {
        _state = State.Text;
        _length = 0;
        _most = MostText;
        return null;
    }
}
