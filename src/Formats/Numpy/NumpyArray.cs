using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Xinglin.Formats.Numpy;

/// <summary>
/// One array of a NumPy file (format of the <c>.npy</c> file, NumPy enhancement proposal 1), in C order as 32-bit floats.
/// </summary>
/// <param name="Name">Its name in the archive, such as <c>train_images</c>.</param>
/// <param name="Type">The element type as the file states it, such as <c>|u1</c>.</param>
public sealed partial record NumpyArray(string Name, string Type, int[] Shape, float[] Values)
{
    private const long LargestBytes = 4L << 30;
    private const long MostElements = 500_000_000;

    /// <summary>Reads every array of an <c>.npz</c> archive (stored or deflated).</summary>
    /// <exception cref="InvalidInputException">The archive or one of its arrays cannot be read; names the array.</exception>
    public static IReadOnlyDictionary<string, NumpyArray> ReadArchive(string path)
    {
        if (!File.Exists(path))
            throw InvalidInputException.In(Path.GetFileName(path), "There is no such file. Check the path.");
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var arrays = new Dictionary<string, NumpyArray>();
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)))
            {
                var name = entry.Name[..^4];
                if (entry.Length > LargestBytes)
                    throw InvalidInputException.In($"array {name}", "It is larger than 4 GB. Split the set.");
                using var stream = entry.Open();
                arrays[name] = Read(stream, name);
            }
            return arrays;
        }
        catch (InvalidDataException)
        {
            throw InvalidInputException.In(
                Path.GetFileName(path),
                "It is not a zip archive, or a damaged one. Write it with numpy.savez."
            );
        }
    }

    /// <summary>Reads one <c>.npy</c> stream.</summary>
    public static NumpyArray Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[10];
        var read = stream.ReadAtLeast(start, 10, throwOnEndOfStream: false);
        if (read < 10 || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw Refused(name, "It does not begin as a .npy file does. Write it with numpy.save.");
        int length;
        if (start[6] == 1)
        {
            length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        }
        else
        {
            Span<byte> rest = stackalloc byte[2];
            stream.ReadExactly(rest);
            length =
                BinaryPrimitives.ReadUInt16LittleEndian(start[8..])
                | BinaryPrimitives.ReadUInt16LittleEndian(rest) << 16;
        }
        if (length > 1 << 16)
            throw Refused(name, "Its header is longer than 64 kB. Write it with numpy.save.");
        var header = new byte[length];
        if (stream.ReadAtLeast(header, length, throwOnEndOfStream: false) < length)
            throw Refused(name, "Its header is cut short. Copy the file again.");
        var (type, shape) = Header(Encoding.Latin1.GetString(header), name);
        return new NumpyArray(name, type, shape, Elements(stream, type, shape, name));
    }

    private static (string Type, int[] Shape) Header(string header, string name)
    {
        var type = TypePattern().Match(header);
        var shape = ShapePattern().Match(header);
        if (!type.Success || !shape.Success)
            throw Refused(name, "Its header names no element type or no shape. Write it with numpy.save.");
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw Refused(name, "It is in Fortran order. Save numpy.ascontiguousarray(x) instead.");
        var sizes = shape
            .Groups[1]
            .Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var elements = 1.0;
        foreach (var size in sizes)
            elements *= double.Parse(size, CultureInfo.InvariantCulture);
        if (elements > MostElements)
            throw Refused(name, $"It has more than {MostElements:N0} elements. Split the set.");
        return (type.Groups[1].Value, Array.ConvertAll(sizes, size => int.Parse(size, CultureInfo.InvariantCulture)));
    }

    private static float[] Elements(Stream stream, string type, int[] shape, string name)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var width = type[1..] switch
        {
            "u1" or "i1" or "b1" => 1,
            "u2" or "i2" => 2,
            "u4" or "i4" or "f4" => 4,
            "i8" or "u8" or "f8" => 8,
            _ => 0,
        };
        if (width == 0 || type[0] == '>')
        {
            throw Refused(
                name,
                $"Elements of type {type} are not read. Save it as uint8, int16, int64, float32 or float64, little-endian."
            );
        }

        var bytes = new byte[count * width];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Refused(
                name,
                $"It ends before its shape ({string.Join(" × ", shape)}) is filled. Copy the file again."
            );
        }

        return type[1..] switch
        {
            "u1" or "b1" => Array.ConvertAll(bytes, value => (float)value),
            "i1" => Array.ConvertAll(bytes, value => (float)(sbyte)value),
            "u2" => Cast<ushort>(bytes, value => value),
            "i2" => Cast<short>(bytes, value => value),
            "u4" => Cast<uint>(bytes, value => value),
            "i4" => Cast<int>(bytes, value => value),
            "f4" => Cast<float>(bytes, value => value),
            "u8" => Cast<ulong>(bytes, value => value),
            "i8" => Cast<long>(bytes, value => value),
            _ => Cast<double>(bytes, value => (float)value),
        };
    }

    private static float[] Cast<T>(byte[] bytes, Func<T, float> convert)
        where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(bytes);
        var values = new float[source.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = convert(source[i]);
        return values;
    }

    private static InvalidInputException Refused(string name, string remedy) =>
        InvalidInputException.In($"array {name}", remedy);

    [GeneratedRegex("'descr':\\s*'([^']+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'shape':\\s*\\(([0-9, ]*)\\)")]
    private static partial Regex ShapePattern();
}
