using System.Buffers;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>A text gathered in lent pieces, so that a large one leaves nothing for the garbage collector.</summary>
internal sealed class PooledText : Stream
{
    private const int Piece = 64 * 1024;
    private readonly List<byte[]> _pieces = [];
    private long _length;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (index, at) = ((int)(_length / Piece), (int)(_length % Piece));
            if (index == _pieces.Count)
                _pieces.Add(ArrayPool<byte>.Shared.Rent(Piece));
            var part = buffer[..Math.Min(buffer.Length, Piece - at)];
            part.CopyTo(_pieces[index].AsSpan(at));
            _length += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Hands on the bytes from one place up to another.</summary>
    public async ValueTask CopyAsync(long from, long until, Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        for (var at = from; at < until; )
        {
            var inPiece = (int)(at % Piece);
            var count = (int)Math.Min(Piece - inPiece, until - at);
            await take(_pieces[(int)(at / Piece)].AsMemory(inPiece, count)).ConfigureAwait(false);
            at += count;
        }
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var piece in _pieces)
            ArrayPool<byte>.Shared.Return(piece);
        _pieces.Clear();
        base.Dispose(disposing);
    }
}
