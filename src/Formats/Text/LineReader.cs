using System.Buffers;

namespace Xinglin.Formats.Text;

/// <summary>Reads a stream line by line as bytes, without ever holding more than one line of bounded length.</summary>
/// <param name="longest">Longest line kept, in bytes; of a longer one only the beginning is given, and it is said so.</param>
public sealed class LineReader(Stream stream, int longest) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int _start;
    private int _end;
    private bool _atEnd;

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
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Give(searched + at, searched + at + 1);
            }
            searched = _end - _start;
            if (_atEnd)
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

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool Give(int length, int consumed)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
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
        _start += consumed;
        return true;
    }

    /// <summary>Passes over the rest of a line that is too long.</summary>
    private bool SkipRest()
    {
        Number++;
        TooLong = true;
        Line = _buffer.AsMemory(_start, 0);
        _start = _end = 0;
        while (!_atEnd)
        {
            Fill();
            var at = _buffer.AsSpan(0, _end).IndexOf((byte)'\n');
            if (at >= 0)
            {
                _start = at + 1;
                return true;
            }
            _start = _end = 0;
        }
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = stream.Read(_buffer.AsSpan(_end));
        _atEnd = read == 0;
        _end += read;
    }
}
