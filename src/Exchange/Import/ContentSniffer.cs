using System.Text;
using Xinglin.Exchange.Import.Measurements;
using Xinglin.Formats.Text;

namespace Xinglin.Exchange.Import;

internal static class ContentSniffer
{
    private const int Length = 4096;

    /// <summary>Looks at the beginning and puts the stream back to its start.</summary>
    public static ContentKind Sniff(Stream stream)
    {
        var head = new byte[Length];
        var count = stream.ReadAtLeast(head, Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return Sniff(head.AsSpan(0, count));
    }

    private static ContentKind Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return ContentKind.Empty;
        }
        if (head.Length >= 132 && head.Slice(128, 4).SequenceEqual("DICM"u8))
        {
            return ContentKind.Dicom;
        }
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
        {
            return ContentKind.Zip;
        }
        if (head.StartsWith<byte>([0x1F, 0x8B]))
        {
            return ContentKind.GZip;
        }
        // A data set without preamble: group 0002 or 0008 first, in either byte order (PS3.5 7.1).
        if (head.Length >= 8 && (head[0] is 2 or 8 && head[1] == 0 && head[3] == 0))
        {
            return ContentKind.Dicom;
        }
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        var trimmed = text.TrimStart(" \t\r\n"u8);
        if (trimmed.IsEmpty)
        {
            return ContentKind.Empty;
        }
        return trimmed[0] switch
        {
            (byte)'{' or (byte)'[' => ContentKind.Json,
            (byte)'<' => ContentKind.Xml,
            _ => LooksLikeTable(head) ? ContentKind.Table : ContentKind.Unknown,
        };
    }

    /// <summary>The first line has at least two of the columns of home readings, in any encoding that is read here.</summary>
    private static bool LooksLikeTable(ReadOnlySpan<byte> head)
    {
        Encoding encoding =
            head.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Unicode
            : head.StartsWith<byte>([0xFE, 0xFF]) ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
        if (Columns(encoding, head) >= 2)
        {
            return true;
        }
        return encoding is UTF8Encoding && Columns(TextEncodings.Gb18030, head) >= 2;
    }

    private static int Columns(Encoding encoding, ReadOnlySpan<byte> head)
    {
        var text = encoding.GetString(head).TrimStart('\uFEFF', '\r', '\n');
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return HomeMeasurementTable.ColumnsKnown(end < 0 ? text : text[..end]);
    }
}
