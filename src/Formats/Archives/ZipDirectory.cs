using System.Buffers.Binary;

namespace Xinglin.Formats.Archives;

/// <summary>
/// Counts the entries of a zip before anything is made of them: 46 bytes of directory cost ten times as much in memory, and
/// the number that the archive states may be false (APPNOTE 4.3.12, 4.3.16).
/// </summary>
public static class ZipDirectory
{
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const uint EndMark = 0x06054B50;
    private const uint EndMark64 = 0x06064B50;
    private const uint LocatorMark = 0x07064B50;
    private const uint EntryMark = 0x02014B50;

    /// <summary>A name of any length, in memory two bytes a letter and there three times: enough for 100,000 long ones.</summary>
    private const long LargestDirectory = 24 << 20;

    /// <summary>
    /// Whether the directory holds more than so many entries, or more than can be borne of their names; the stream is left
    /// at its start.
    /// </summary>
    public static bool HasMoreThan(Stream zip, int most)
    {
        try
        {
            if (Start(zip) is not { } at)
                return false; // No directory: whoever opens the archive says so.
            using var directory = new BufferedStream(new Borrowed(zip), 64 * 1024);
            directory.Position = at;
            Span<byte> entry = stackalloc byte[EntryLength];
            for (var count = 0; count <= most; count++)
            {
                var read = directory.ReadAtLeast(entry, EntryLength, throwOnEndOfStream: false);
                if (read < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntryMark)
                    return false;
                var after = Word(entry, 28) + Word(entry, 30) + Word(entry, 32);
                directory.Seek(after, SeekOrigin.Current);
                if (directory.Position - at > LargestDirectory)
                    return true;
            }
            return true;
        }
        finally
        {
            zip.Position = 0;
        }
    }

    /// <summary>Where the directory begins; null when its end is not found.</summary>
    private static long? Start(Stream zip)
    {
        var length = (int)Math.Min(zip.Length, EndLength + ushort.MaxValue);
        var tail = new byte[length];
        zip.Position = zip.Length - length;
        zip.ReadExactly(tail);
        for (var at = length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndMark)
                continue;
            var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
            return start == uint.MaxValue ? Start64(zip, zip.Length - length + at) : start;
        }
        return null;
    }

    private static long? Start64(Stream zip, long end)
    {
        Span<byte> record = stackalloc byte[56];
        if (end < 20)
            return null;
        zip.Position = end - 20;
        zip.ReadExactly(record[..20]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != LocatorMark)
            return null;
        var at = BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
        if (at < 0 || at > zip.Length - record.Length)
            return null;
        zip.Position = at;
        zip.ReadExactly(record);
        var start = BinaryPrimitives.ReadInt64LittleEndian(record[48..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(record) == EndMark64 && start >= 0 && start < zip.Length
            ? start
            : null;
    }

    private static int Word(ReadOnlySpan<byte> at, int from) => BinaryPrimitives.ReadUInt16LittleEndian(at[from..]);

    /// <summary>Leaves the stream open when the buffer around it closes.</summary>
    private sealed class Borrowed(Stream stream) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => stream.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
