namespace Xinglin.Records.Fhir.Text;

/// <summary>The scan of JSON: strings, numbers, nesting and the number of values.</summary>
internal sealed class JsonScan(int mostElements) : TextScan(mostElements)
{
    private enum State
    {
        Between,
        Text,
        Name,
        Literal,
    }

    private State _state;
    private bool _escaped;

    // Digits of an escape such as \u4e2d that are still to come, and whether it may be the second half of a character.
    private int _digits;
    private bool _mayBeSecondHalf;

    // One bit a level: 1 for an object, 0 for an array.
    private UInt128 _objects;
    private int _depth;
    private int _elements;
    private bool _nameNext;
    private int _length;
    private int _most = MostText;
    private bool _isType;
    private int _typeMatched;

    /// <summary>The document said that it is a Bundle, before its entries.</summary>
    public bool IsBundle { get; private set; }

    private bool InObject => _depth > 0 && (_objects & 1) != UInt128.Zero;

    protected override (TextLimit? Limit, int At) Look(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            var limit = _state switch
            {
                State.Between => Between(bytes, ref at),
                State.Literal => Literal(bytes, ref at),
                _ => Quoted(bytes, ref at),
            };
            if (limit is not null)
                return (limit, at);
        }
        return (null, bytes.Length);
    }

    private TextLimit? Between(ReadOnlySpan<byte> bytes, ref int at)
    {
        switch (bytes[at++])
        {
            case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)':':
                return null;
            case (byte)',':
                _nameNext = InObject;
                return null;
            case (byte)'{' or (byte)'[':
                var isObject = bytes[at - 1] == '{';
                // Levels of elements are counted as in XML, where a list is none; a list in a list is not FHIR.
                if (_depth == 2 * MostDepth || (isObject && _elements == MostDepth))
                    return TextLimit.TooDeep;
                _objects = (_objects << 1) | (isObject ? UInt128.One : UInt128.Zero);
                _elements += isObject ? 1 : 0;
                _depth++;
                _nameNext = isObject;
                return CountOne();
            case (byte)'}' or (byte)']':
                _elements = Math.Max(0, _elements - (InObject ? 1 : 0));
                _depth = Math.Max(0, _depth - 1);
                _objects >>= 1;
                _nameNext = false;
                if (IsBundle && _depth == 2)
                    EndOne();
                return null;
            case (byte)'"':
                _length = 0;
                _state = _nameNext ? State.Name : State.Text;
                if (_nameNext)
                {
                    _nameNext = false;
                    BeginName();
                    return null;
                }
                _most = MostTextHere();
                _isType = _depth == 1 && NameIs("resourceType"u8);
                _typeMatched = 0;
                return CountOne();
            default:
                _length = 1;
                _state = State.Literal;
                return CountOne();
        }
    }

    private TextLimit? Quoted(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (_escaped)
        {
            _escaped = false;
            _length++;
            _digits = bytes[at++] == 'u' ? 4 : 0;
            return null;
        }
        if (_digits > 0)
        {
            PassDigit(bytes[at++]);
            return null;
        }
        var rest = bytes[at..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        var part = end < 0 ? rest : rest[..end];
        at += part.Length;
        if (_state == State.Name && !AddName(part))
            return TextLimit.LongName;
        _length += _state == State.Text ? Characters(part) : 0;
        if (_isType)
        {
            _typeMatched = "Bundle"u8[Math.Clamp(_typeMatched, 0, 6)..].StartsWith(part)
                ? _typeMatched + part.Length
                : 7;
        }

        if (_length > _most)
            return TextLimit.LongText;
        if (end < 0)
            return null;
        if (bytes[at++] == '\\')
        {
            _escaped = true;
            return null;
        }
        IsBundle |= _isType && _typeMatched == 6;
        _isType = false;
        _state = State.Between;
        return null;
    }

    /// <summary>An escape is one character, as in XML; of a character that takes two, the second counts nothing.</summary>
    private void PassDigit(byte digit)
    {
        if (digit is (byte)'"' or (byte)'\\')
        {
            // No digit: the parser says so.
            _digits = 0;
            _escaped = digit == '\\';
            _state = _escaped ? _state : State.Between;
            return;
        }
        if (_digits == 4)
            _mayBeSecondHalf = digit is (byte)'d' or (byte)'D';
        else if (_digits == 3 && _mayBeSecondHalf && (digit | 0x20) is >= 'c' and <= 'f')
            _length--;
        _digits--;
    }

    private TextLimit? Literal(ReadOnlySpan<byte> bytes, ref int at)
    {
        var rest = bytes[at..];
        var end = rest.IndexOfAny(" \t\r\n,:]}\"[{"u8);
        _length += end < 0 ? rest.Length : end;
        at += end < 0 ? rest.Length : end;
        if (_length > MostName)
            return TextLimit.LongNumber;
        if (end >= 0)
            _state = State.Between;
        return null;
    }
}
