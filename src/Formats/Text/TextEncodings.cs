using System.Text;

namespace Xinglin.Formats.Text;

/// <summary>Finds out how a text file is encoded, from its bytes alone and in constant memory.</summary>
public static class TextEncodings
{
    static TextEncodings()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Gb18030 = Encoding.GetEncoding("GB18030");
        StrictGb18030 = Encoding.GetEncoding(
            "GB18030",
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        );
    }

    /// <summary>UTF-8 that throws on what it cannot read.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>GB18030 that throws on what it cannot read.</summary>
    public static Encoding StrictGb18030 { get; }

    /// <summary>GB18030 that replaces what it cannot read.</summary>
    public static Encoding Gb18030 { get; }

    /// <summary>
    /// UTF-8 (with or without byte order mark), UTF-16 by its mark, else GB18030 (the encoding of Chinese spreadsheets;
    /// GBK and GB2312 are parts of it) where its bytes are likelier Chinese than of a Western language. Null when they are none
    /// of them. The stream is read from its start to its end.
    /// </summary>
    public static Encoding? Detect(Stream stream)
    {
        Span<byte> mark = stackalloc byte[3];
        var length = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (length >= 2 && mark[0] == 0xFF && mark[1] == 0xFE)
        {
            return Encoding.Unicode;
        }
        if (length >= 2 && mark[0] == 0xFE && mark[1] == 0xFF)
        {
            return Encoding.BigEndianUnicode;
        }
        if (Reads(stream, StrictUtf8))
        {
            return StrictUtf8;
        }
        return LooksChinese(stream) && Reads(stream, StrictGb18030) ? StrictGb18030 : null;
    }

    /// <summary>The same text as UTF-8 bytes. The given stream is read from its start and left open.</summary>
    public static Stream AsUtf8(Stream stream, Encoding encoding)
    {
        stream.Position = 0;
        return encoding is UTF8Encoding
            ? stream
            : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8, leaveOpen: true);
    }

    private static bool Reads(Stream stream, Encoding encoding)
    {
        stream.Position = 0;
        var decoder = encoding.GetDecoder();
        // Small enough to stay out of the large-object heap, which many small uploads would fill.
        var bytes = new byte[16 * 1024];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        try
        {
            int read;
            while ((read = stream.Read(bytes)) > 0)
            {
                var count = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: false);
                if (chars.AsSpan(0, count).Contains('\0'))
                {
                    return false;
                }
            }
            decoder.GetChars([], chars, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether most characters beyond ASCII are of GB2312, both bytes of which are 0xA1 or more (GB/T 2312-1980). In Western
    /// text an accented letter mostly is before a plain one.
    /// </summary>
    private static bool LooksChinese(Stream stream)
    {
        stream.Position = 0;
        var bytes = new byte[16 * 1024];
        long common = 0,
            others = 0;
        byte lead = 0; // the first byte of a character whose second is to come
        int read;
        while ((read = stream.Read(bytes)) > 0)
        {
            foreach (var one in bytes.AsSpan(0, read))
            {
                if (lead == 0)
                {
                    lead = one < 0x80 ? (byte)0 : one;
                    continue;
                }
                if (lead >= 0xA1 && one >= 0xA1)
                {
                    common++;
                }
                else
                {
                    others++;
                }
                lead = 0;
            }
        }
        return common > (lead == 0 ? others : others + 1);
    }
}
