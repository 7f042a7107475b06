namespace Xinglin.Records.Archive;

/// <summary>
/// A DICOM file whose preamble reads as zeroes. The 128 bytes before <c>DICM</c> mean nothing to DICOM (PS3.10 7.1), and
/// another program may take them for the head of an executable; all that follows stays as it is.
/// </summary>
public sealed class WithoutPreamble(Stream file) : Stream
{
    /// <summary>Length of the preamble in bytes.</summary>
    public const int Preamble = 128;

    /// <summary>The stream itself when its preamble is empty, as it usually is; else the same with an empty one.</summary>
    public static Stream Of(Stream file)
    {
        Span<byte> preamble = stackalloc byte[Preamble];
        file.Position = 0;
        var length = file.ReadAtLeast(preamble, Preamble, throwOnEndOfStream: false);
        file.Position = 0;
        return preamble[..length].ContainsAnyExcept((byte)0) ? new WithoutPreamble(file) : file;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var at = file.Position;
        var read = file.Read(buffer);
        if (at < Preamble)
            buffer[..(int)Math.Min(read, Preamble - at)].Clear();
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
