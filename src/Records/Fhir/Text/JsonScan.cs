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

    private State state;
    private bool escaped;

    // One bit a level: 1 for an object, 0 for an array.
    private ulong objects;
    private int depth;
    private bool nameNext;
    private int length;
    private int most = MostText;
    private bool isType;
    private int typeMatched;

    /// <summary>The document said that it is a Bundle, before its entries.</summary>
    public bool IsBundle { get; private set; }

    private bool InObject => depth > 0 && (objects & 1) != 0;

    protected override (TextLimit? Limit, int At) Look(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            var limit = state switch
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
                nameNext = InObject;
                return null;
            case (byte)'{' or (byte)'[':
                if (depth == MostDepth)
                    return TextLimit.TooDeep;
                var isObject = bytes[at - 1] == '{';
                objects = (objects << 1) | (isObject ? 1UL : 0);
                depth++;
                nameNext = isObject;
                return CountOne();
            case (byte)'}' or (byte)']':
                depth = Math.Max(0, depth - 1);
                objects >>= 1;
                nameNext = false;
                if (IsBundle && depth == 2)
                    EndOne();
                return null;
            case (byte)'"':
                length = 0;
                state = nameNext ? State.Name : State.Text;
                if (nameNext)
                {
                    nameNext = false;
                    BeginName();
                    return null;
                }
                most = MostTextHere();
                isType = depth == 1 && NameIs("resourceType"u8);
                typeMatched = 0;
                return CountOne();
            default:
                length = 1;
                state = State.Literal;
                return CountOne();
        }
    }

    private TextLimit? Quoted(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (escaped)
        {
            escaped = false;
            length++;
            at++;
            return null;
        }
        var rest = bytes[at..];
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        var part = end < 0 ? rest : rest[..end];
        at += part.Length;
        if (state == State.Name && !AddName(part))
            return TextLimit.LongName;
        length += state == State.Text ? Characters(part) : 0;
        if (isType)
            typeMatched = "Bundle"u8[Math.Clamp(typeMatched, 0, 6)..].StartsWith(part) ? typeMatched + part.Length : 7;
        if (length > most)
            return TextLimit.LongText;
        if (end < 0)
            return null;
        if (bytes[at++] == '\\')
        {
            escaped = true;
            return null;
        }
        IsBundle |= isType && typeMatched == 6;
        isType = false;
        state = State.Between;
        return null;
    }

    private TextLimit? Literal(ReadOnlySpan<byte> bytes, ref int at)
    {
        var rest = bytes[at..];
        var end = rest.IndexOfAny(" \t\r\n,:]}\"[{"u8);
        length += end < 0 ? rest.Length : end;
        at += end < 0 ? rest.Length : end;
        if (length > MostName)
            return TextLimit.LongNumber;
        if (end >= 0)
            state = State.Between;
        return null;
    }
}
