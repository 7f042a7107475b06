using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Xinglin.Formats.Nifti;

/// <summary>Reads and writes volumes as NIfTI files, <c>.nii</c> or gzipped <c>.nii.gz</c>.</summary>
public static class NiftiFile
{
    private const int Start = 352;

    /// <summary>Whether a file's name says that it is such a volume.</summary>
    public static bool Is(string path) =>
        path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first volume of a file, scaled as the header says.</summary>
    /// <exception cref="InvalidInputException">The file is damaged, or of a kind that is not read; names it.</exception>
    public static Volume Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = Zipped(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, name);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw NiftiHeader.Refused(name, "It is damaged or cut short. Copy it again.");
        }
    }

    private static bool Zipped(FileStream file)
    {
        var zipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return zipped;
    }

    private static Volume Read(Stream stream, string name)
    {
        var start = new byte[NiftiHeader.Longest];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var header = NiftiHeader.Read(start.AsSpan(0, read), name);
        if (header.Start < 348 || header.Start > 1 << 24)
            throw NiftiHeader.Refused(name, "Its header gives no place for the voxels. Save it again.");
        var width = Width(header.Kind, name);
        var bytes = new byte[(long)header.Sizes[0] * header.Sizes[1] * header.Sizes[2] * width];
        // Some of the voxels may have come along with the header.
        var early = (int)Math.Clamp(read - header.Start, 0, bytes.Length);
        if (early > 0)
            start.AsSpan((int)header.Start, early).CopyTo(bytes);
        for (var left = header.Start - read; left > 0; )
            left -= stream.ReadAtLeast(start.AsSpan(0, (int)Math.Min(left, start.Length)), 1);
        stream.ReadExactly(bytes.AsSpan(early));
        if (header.BigEndian && width > 1)
        {
            for (var i = 0; i < bytes.Length; i += width)
                bytes.AsSpan(i, width).Reverse();
        }

        var values = Values(bytes, header.Kind);
        var slope = header.Slope != 0 && double.IsFinite(header.Slope) ? header.Slope : 1;
        var intercept = header.Slope != 0 && double.IsFinite(header.Intercept) ? header.Intercept : 0;
        if (slope != 1 || intercept != 0)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(values[i] * slope + intercept);
        }

        if (values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw NiftiHeader.Refused(name, "It holds values that are not finite numbers. Replace them.");
        return new Volume(header.Sizes[0], header.Sizes[1], header.Sizes[2], values, header.Geometry);
    }

    private static int Width(int kind, string name) =>
        kind switch
        {
            2 or 256 => 1,
            4 or 512 => 2,
            8 or 16 or 768 => 4,
            64 or 1024 or 1280 => 8,
            _ => throw NiftiHeader.Refused(
                name,
                $"Voxels of NIfTI type {kind} are not read. Save it as 8 to 64-bit integers or floating point numbers."
            ),
        };

    private static float[] Values(byte[] bytes, int kind) =>
        kind switch
        {
            2 => Array.ConvertAll(bytes, value => (float)value),
            256 => Array.ConvertAll(bytes, value => (float)(sbyte)value),
            4 => Cast<short>(bytes, value => value),
            512 => Cast<ushort>(bytes, value => value),
            8 => Cast<int>(bytes, value => value),
            768 => Cast<uint>(bytes, value => value),
            16 => Cast<float>(bytes, value => value),
            1024 => Cast<long>(bytes, value => value),
            1280 => Cast<ulong>(bytes, value => value),
            _ => Cast<double>(bytes, value => (float)value),
        };

    private static float[] Cast<T>(byte[] bytes, Func<T, float> convert)
        where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(bytes);
        var values = new float[source.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = convert(source[i]);
        return values;
    }

    /// <summary>Writes labels (0 to 255) as NIfTI-1, with the place in the patient of the volume they were drawn on.</summary>
    public static void WriteLabels(
        string path,
        int columns,
        int rows,
        int depth,
        byte[] labels,
        VolumeGeometry geometry
    )
    {
        var header = new byte[Start];
        void Short(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(at), (short)value);
        void Single(int at, double value) => BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(at), (float)value);
        BinaryPrimitives.WriteInt32LittleEndian(header, 348);
        foreach (var (i, size) in new[] { 3, columns, rows, depth, 1, 1, 1, 1 }.Index())
            Short(40 + 2 * i, size);
        Short(70, 2);
        Short(72, 8);
        Single(76, geometry.Handedness);
        for (var i = 0; i < 3; i++)
            Single(80 + 4 * i, geometry.Spacing[i]);
        Single(108, Start);
        Single(112, 1);
        header[123] = 2;
        Short(252, geometry.QuaternionCode);
        Short(254, geometry.AffineCode);
        for (var i = 0; i < 6; i++)
            Single(256 + 4 * i, geometry.Quaternion[i]);
        for (var i = 0; i < 12; i++)
            Single(280 + 4 * i, geometry.AffineRows[i]);
        "n+1\0"u8.CopyTo(header.AsSpan(344));
        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionLevel.Optimal)
            : file;
        stream.Write(header);
        stream.Write(labels);
    }
}
