using System.Buffers.Binary;
using System.Text;

namespace Xinglin.Learning.Onnx;

/// <summary>Writes the protocol buffers wire format (protobuf.dev, "Encoding"): fields one after the other, no schema.</summary>
internal sealed class Protobuf
{
    private readonly MemoryStream _bytes = new();

    public long Length => _bytes.Length;

    public Protobuf Integer(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
        return this;
    }

    public Protobuf Single(int field, float value)
    {
        Tag(field, 5);
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(four, value);
        _bytes.Write(four);
        return this;
    }

    public Protobuf Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Protobuf Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public Protobuf Message(int field, Protobuf message)
    {
        Tag(field, 2);
        Varint((ulong)message.Length);
        message._bytes.WriteTo(_bytes);
        return this;
    }

    /// <summary>A repeated number, packed.</summary>
    public Protobuf Integers(int field, IEnumerable<long> values)
    {
        var packed = new Protobuf();
        foreach (var value in values)
            packed.Varint((ulong)value);
        return Message(field, packed);
    }

    /// <summary>A repeated number, packed.</summary>
    public Protobuf Singles(int field, IEnumerable<float> values)
    {
        var packed = new Protobuf();
        Span<byte> four = stackalloc byte[4];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(four, value);
            packed._bytes.Write(four);
        }
        return Message(field, packed);
    }

    public byte[] ToArray() => _bytes.ToArray();

    private void Tag(int field, int kind) => Varint((ulong)(field << 3 | kind));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
