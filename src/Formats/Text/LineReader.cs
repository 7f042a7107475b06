using System.Buffers;

namespace Xinglin.Formats.Text;

/// <summary>Reads a stream line by line as bytes, without ever holding more than one line of bounded length.</summary>
/// <param name="longest">Longest line kept, in bytes; of a longer one only the beginning is given, and it is said so.</param>
public sealed class LineReader(Stream stream, int longest) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>Number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The line last read, without its line end; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line last read was longer than allowed and has been cut.</summary>
    public bool TooLong { get; private set; }

    /// <summary>Moves to the next line; false at the end of the stream.</summary>
    public bool Read()
    {
        TooLong = false;
        var searched = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Give(searched + at, searched + at + 1);
            }
            searched = end - start;
            if (atEnd)
            {
                return searched > 0 && Give(searched, searched);
            }
            if (searched > longest)
            {
                return SkipRest();
            }
            Fill();
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private bool Give(int length, int consumed)
    {
        Number++;
        var line = buffer.AsMemory(start, length);
        if (line.Length > 0 && line.Span[^1] == '\r')
        {
            line = line[..^1];
        }
        if (Number == 1 && line.Span.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }
        TooLong = length > longest;
        Line = line;
        start += consumed;
        return true;
    }

    /// <summary>Passes over the rest of a line that is too long.</summary>
    private bool SkipRest()
    {
        Number++;
        TooLong = true;
        Line = buffer.AsMemory(start, 0);
        start = end = 0;
        while (!atEnd)
        {
            Fill();
            var at = buffer.AsSpan(0, end).IndexOf((byte)'\n');
            if (at >= 0)
            {
                start = at + 1;
                return true;
            }
            start = end = 0;
        }
        return true;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        var read = stream.Read(buffer.AsSpan(end));
        atEnd = read == 0;
        end += read;
    }
}
