using System.Text;

namespace Xinglin.Dicom.DataSets;

/// <summary>
/// The character set of a data set (PS3.3 C.12.1.1.2, PS3.5 section 6.1): one repertoire, or several with ISO 2022
/// escape sequences between them.
/// </summary>
internal sealed class CharacterSet
{
    /// <summary>ISO 646, the default repertoire. Read as Latin-1, so that a stray byte is kept and not lost.</summary>
    public static readonly CharacterSet Default = new(Encoding.Latin1, extensions: false);

    private const byte Escape = 0x1B;

    /// <summary>Escape sequence → encoding (PS3.3 tables C.12-3 and C.12-4). Bit 7 is set first where Raise is true.</summary>
    private static readonly (string Sequence, Func<Encoding> Encoding, bool Raise)[] Escapes =
    [
        ("(B", () => Encoding.Latin1, false),
        ("-A", () => Encoding.Latin1, false),
        ("-B", () => Page("iso-8859-2"), false),
        ("-C", () => Page("iso-8859-3"), false),
        ("-D", () => Page("iso-8859-4"), false),
        ("-L", () => Page("iso-8859-5"), false),
        ("-G", () => Page("iso-8859-6"), false),
        ("-F", () => Page("iso-8859-7"), false),
        ("-H", () => Page("iso-8859-8"), false),
        ("-M", () => Page("iso-8859-9"), false),
        ("-T", () => Page("windows-874"), false),
        ("(J", () => Page("shift_jis"), false),
        (")I", () => Page("shift_jis"), false),
        ("$B", () => Page("EUC-JP"), true),
        ("$(D", () => JisSupplement.Instance, false),
        ("$)C", () => Page("ks_c_5601-1987"), false),
        ("$)A", () => Page("gb2312"), false),
    ];

    private readonly Encoding _first;
    private readonly bool _extensions;

    private CharacterSet(Encoding first, bool extensions)
    {
        _first = first;
        _extensions = extensions;
    }

    /// <summary>The character set that the values of (0008,0005) name, or null when the first is unknown.</summary>
    public static CharacterSet? Find(IReadOnlyList<string> terms)
    {
        if (terms.Count == 0)
            return Default;
        var first = terms[0].ToUpperInvariant().Replace('_', ' ') switch
        {
            "" or "ISO IR 6" or "ISO 2022 IR 6" => Encoding.Latin1,
            "ISO IR 100" or "ISO 2022 IR 100" => Encoding.Latin1,
            "ISO IR 101" or "ISO 2022 IR 101" => Page("iso-8859-2"),
            "ISO IR 109" or "ISO 2022 IR 109" => Page("iso-8859-3"),
            "ISO IR 110" or "ISO 2022 IR 110" => Page("iso-8859-4"),
            "ISO IR 144" or "ISO 2022 IR 144" => Page("iso-8859-5"),
            "ISO IR 127" or "ISO 2022 IR 127" => Page("iso-8859-6"),
            "ISO IR 126" or "ISO 2022 IR 126" => Page("iso-8859-7"),
            "ISO IR 138" or "ISO 2022 IR 138" => Page("iso-8859-8"),
            "ISO IR 148" or "ISO 2022 IR 148" => Page("iso-8859-9"),
            "ISO IR 203" or "ISO 2022 IR 203" => Page("iso-8859-15"),
            "ISO IR 166" or "ISO 2022 IR 166" => Page("windows-874"),
            "ISO IR 13" or "ISO 2022 IR 13" => Page("shift_jis"),
            "ISO 2022 IR 87" or "ISO 2022 IR 159" => Encoding.Latin1,
            "ISO 2022 IR 149" => Page("ks_c_5601-1987"),
            "ISO 2022 IR 58" => Page("gb2312"),
            "ISO IR 192" => new UTF8Encoding(false),
            "GB18030" => Page("GB18030"),
            "GBK" => Page("gb18030"),
            _ => null,
        };
        return first is null
            ? null
            : new CharacterSet(first, terms.Any(t => t.Contains("2022", StringComparison.Ordinal)));
    }

    /// <summary>The text of a value. Bytes that the repertoire does not know become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        if (!_extensions || bytes.IndexOf(Escape) < 0)
            return _first.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        var (encoding, raise) = (_first, false);
        var start = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == Escape)
            {
                text.Append(Segment(bytes[start..at], encoding, raise));
                var known = EscapeAt(bytes[(at + 1)..]);
                if (known >= 0)
                {
                    (encoding, raise) = (Escapes[known].Encoding(), Escapes[known].Raise);
                    at += Escapes[known].Sequence.Length;
                }
                start = at + 1;
            }
            else if (!raise && encoding is not JisSupplement && IsDelimiter(bytes[at]))
            {
                // The delimiters bring back the first repertoire (PS3.5 section 6.1.2.5.3).
                text.Append(Segment(bytes[start..at], encoding, raise));
                (encoding, raise, start) = (_first, false, at);
            }
        }
        return text.Append(Segment(bytes[start..], encoding, raise)).ToString();
    }

    /// <summary>The bytes of a text, or null when the repertoire has no such character.</summary>
    public byte[]? Encode(string text)
    {
        if (Ascii.IsValid(text))
            return Encoding.ASCII.GetBytes(text);
        // The default repertoire and the escape sequences are read, never written.
        if (_extensions || ReferenceEquals(this, Default))
            return null;
        var bytes = _first.GetBytes(text);
        return _first.GetString(bytes) == text ? bytes : null;
    }

    private static bool IsDelimiter(byte value) => value is (byte)'\\' or (byte)'^' or (byte)'=' or 10 or 13;

    private static int EscapeAt(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < Escapes.Length; i++)
        {
            if (Matches(bytes, Escapes[i].Sequence))
                return i;
        }
        return -1;
    }

    private static bool Matches(ReadOnlySpan<byte> bytes, string sequence)
    {
        if (bytes.Length < sequence.Length)
            return false;
        for (var i = 0; i < sequence.Length; i++)
        {
            if (bytes[i] != sequence[i])
                return false;
        }
        return true;
    }

    private static string Segment(ReadOnlySpan<byte> bytes, Encoding encoding, bool raise)
    {
        if (!raise)
            return encoding.GetString(bytes);
        var raised = bytes.ToArray();
        for (var i = 0; i < raised.Length; i++)
            raised[i] |= 0x80;
        return encoding.GetString(raised);
    }

    private static Encoding Page(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);

    /// <summary>JIS X 0212 in seven bits, by way of code page 20932 (a first byte raised, a second one not).</summary>
    private sealed class JisSupplement : Encoding
    {
        public static readonly JisSupplement Instance = new();

        public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            throw new NotSupportedException();

        public override int GetCharCount(byte[] bytes, int index, int count) => Text(bytes, index, count).Length;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            var text = Text(bytes, byteIndex, byteCount);
            text.CopyTo(0, chars, charIndex, text.Length);
            return text.Length;
        }

        public override int GetMaxByteCount(int charCount) => charCount * 2;

        public override int GetMaxCharCount(int byteCount) => byteCount;

        private static string Text(byte[] bytes, int index, int count)
        {
            var raised = bytes.AsSpan(index, count).ToArray();
            for (var i = 0; i < raised.Length; i += 2)
                raised[i] |= 0x80;
            return CodePagesEncodingProvider.Instance.GetEncoding(20932)!.GetString(raised);
        }
    }
}
