using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Xinglin.Formats.Safetensors;

/// <summary>
/// The safetensors file format: an eight-byte little-endian header length, a JSON header that names each tensor's
/// dtype, shape and byte range, then the bytes. Data only: reading it can run no code.
/// </summary>
/// <remarks>
/// Source: the format description of the safetensors project (github.com/huggingface/safetensors, README "Format",
/// Apache-2.0). Written are F32 and U8; read are also F16, BF16, F64 and I64, all widened or narrowed to 32-bit floats.
/// </remarks>
public static class SafetensorsFile
{
    /// <summary>Longest header that is read, in bytes; the reference implementation has the same limit.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>Writes the tensors: floats first, then bytes, each by name, without gaps, the data aligned to 8 bytes.</summary>
    /// <param name="metadata">Free text entries kept under <c>__metadata__</c>; null for none.</param>
    public static byte[] Write(
        IReadOnlyDictionary<string, NamedTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
    {
        var ordered = tensors
            .OrderBy(t => t.Value is NamedTensor.Bytes)
            .ThenBy(t => t.Key, StringComparer.Ordinal)
            .ToList();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in ordered)
                offset = WriteEntry(json, name, tensor, offset);
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');

        using var file = new MemoryStream();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Write(length);
        header.WriteTo(file);
        foreach (var (_, tensor) in ordered)
            file.Write(RawBytes(tensor));
        return file.ToArray();
    }

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="place">How the file is called in a rejection.</param>
    /// <exception cref="InvalidInputException">
    /// The bytes are not a well-formed safetensors file: the place and the fix are named.
    /// </exception>
    public static IReadOnlyDictionary<string, NamedTensor> Read(ReadOnlySpan<byte> file, string place)
    {
        if (file.Length < 8)
            throw Refused(place, $"it has {file.Length} bytes, and the header length alone takes 8");
        if (file[0] == 0x80 && file[1] is >= 2 and <= 5)
            throw Refused(place, "it is a Python pickle, which can run code; save it as safetensors instead");
        if (file[0] == (byte)'P' && file[1] == (byte)'K')
            throw Refused(place, "it is a zip archive (a PyTorch pickle, perhaps); save it as safetensors instead");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength is 0 or > LongestHeader || headerLength > (ulong)(file.Length - 8))
        {
            throw Refused(
                place,
                $"bytes 0-7 give a header of {headerLength} bytes, but {file.Length - 8} bytes follow (limit {LongestHeader})"
            );
        }

        var header = file.Slice(8, (int)headerLength);
        if (header[0] != (byte)'{')
            throw Refused(place, "byte 8 is not '{': the header is not JSON");
        var data = file[(8 + (int)headerLength)..];
        return ReadTensors(ReadHeader(header, place), data, place);
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string)"/>
    public static IReadOnlyDictionary<string, NamedTensor> ReadFile(string path) =>
        Read(File.ReadAllBytes(path), Path.GetFileName(path));

    private static long WriteEntry(Utf8JsonWriter json, string name, NamedTensor tensor, long offset)
    {
        var elements = ElementCount(tensor.Shape, name);
        var end = offset + RawBytes(tensor).Length;
        var (dtype, size) = tensor is NamedTensor.Floats ? ("F32", 4) : ("U8", 1);
        if (elements * size != end - offset)
        {
            throw new ArgumentException(
                $"Tensor '{name}' has {(end - offset) / size} values for a shape of {elements}."
            );
        }

        json.WriteStartObject(name);
        json.WriteString("dtype", dtype);
        json.WriteStartArray("shape");
        foreach (var side in tensor.Shape)
            json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    private static ReadOnlySpan<byte> RawBytes(NamedTensor tensor) =>
        tensor switch
        {
            NamedTensor.Floats f => MemoryMarshal.AsBytes(f.Values.AsSpan()),
            NamedTensor.Bytes b => b.Values,
            _ => throw new ArgumentException($"A {tensor.GetType().Name} tensor cannot be written."),
        };

    private static long ElementCount(long[] shape, string name)
    {
        long count = 1;
        foreach (var side in shape)
            count = side >= 0 ? checked(count * side) : throw new ArgumentException($"'{name}' has a negative side.");
        return count;
    }

    private sealed record Entry(string Name, string Dtype, long[] Shape, long Begin, long End);

    private static List<Entry> ReadHeader(ReadOnlySpan<byte> header, string place)
    {
        var entries = new List<Entry>();
        try
        {
            var reader = new Utf8JsonReader(header);
            using var document = JsonDocument.ParseValue(ref reader);
            if (Encoding.UTF8.GetString(header[(int)reader.BytesConsumed..]).Trim(' ').Length > 0)
                throw Refused(place, "the header goes on after its JSON object");
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!names.Add(member.Name))
                    throw Refused($"{place}, tensor '{member.Name}'", "the header names it twice");
                if (member.Name == "__metadata__")
                    continue;
                var offsets = member.Value.GetProperty("data_offsets");
                entries.Add(
                    new Entry(
                        member.Name,
                        member.Value.GetProperty("dtype").GetString() ?? "",
                        [.. member.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())],
                        offsets[0].GetInt64(),
                        offsets.GetArrayLength() == 2
                            ? offsets[1].GetInt64()
                            : throw new FormatException("data_offsets")
                    )
                );
            }
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
            )
        {
            throw Refused($"{place}, header", $"it is not a safetensors header ({fault.GetType().Name})");
        }
        return entries;
    }

    private static Dictionary<string, NamedTensor> ReadTensors(
        List<Entry> entries,
        ReadOnlySpan<byte> data,
        string place
    )
    {
        var tensors = new Dictionary<string, NamedTensor>(StringComparer.Ordinal);
        long expected = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            var where = $"{place}, tensor '{entry.Name}'";
            if (entry.Begin != expected || entry.End < entry.Begin || entry.End > data.Length)
            {
                throw Refused(
                    where,
                    $"its bytes {entry.Begin}-{entry.End} overlap, leave a gap or pass the end of the data ({data.Length} bytes)"
                );
            }

            expected = entry.End;
            tensors.Add(entry.Name, Decode(entry, data[(int)entry.Begin..(int)entry.End], where));
        }
        return expected == data.Length
            ? tensors
            : throw Refused(place, $"{data.Length - expected} bytes after the last tensor belong to none");
    }

    private static NamedTensor Decode(Entry entry, ReadOnlySpan<byte> bytes, string where)
    {
        var size = entry.Dtype switch
        {
            "U8" => 1,
            "F16" or "BF16" => 2,
            "F32" => 4,
            "F64" or "I64" => 8,
            _ => throw Refused(where, $"its dtype '{entry.Dtype}' is not one of F32, U8, F16, BF16, F64, I64"),
        };
        UInt128 wanted = (UInt128)size;
        foreach (var side in entry.Shape)
        {
            if (side < 0)
                throw Refused(where, "its shape has a negative side");
            wanted *= (UInt128)side;
            if (wanted > int.MaxValue)
                break;
        }
        if (wanted != (UInt128)bytes.Length)
        {
            throw Refused(
                where,
                $"shape [{string.Join(", ", entry.Shape)}] of {entry.Dtype} does not fill {bytes.Length} bytes"
            );
        }

        if (entry.Dtype == "U8")
            return new NamedTensor.Bytes(entry.Shape, bytes.ToArray());
        var values = new float[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var item = bytes.Slice(i * size, size);
            values[i] = entry.Dtype switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(item),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(item),
                "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(item) << 16),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(item),
                _ => BinaryPrimitives.ReadInt64LittleEndian(item),
            };
        }
        return new NamedTensor.Floats(entry.Shape, values);
    }

    private static InvalidInputException Refused(string place, string reason) =>
        new($"{place}: {reason}", "Copy the file again from its source, or train the model again from its plan.");
}
