using System.Buffers.Binary;

namespace Xinglin.Formats.Nifti;

/// <summary>
/// The header of a NIfTI file, version 1 (348 bytes) or 2 (540 bytes), of either byte order. Source: nifti1.h and nifti2.h
/// of the NIfTI Data Format Working Group (public domain).
/// </summary>
internal sealed record NiftiHeader(
    bool BigEndian,
    int[] Sizes,
    int Kind,
    long Start,
    double Slope,
    double Intercept,
    VolumeGeometry Geometry
)
{
    private const int Length1 = 348;
    private const int Length2 = 540;

    /// <summary>Bytes that must be read before a header can be known.</summary>
    public const int Longest = Length2;

    /// <param name="name">The file's name, said in a rejection.</param>
    public static NiftiHeader Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < Length1)
            throw Refused(name, "It is shorter than a NIfTI header (348 bytes). Copy it again.");
        var told = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var big = told is not (Length1 or Length2);
        if (big)
            told = BinaryPrimitives.ReverseEndianness(told);
        var fields = new Fields(bytes.ToArray(), big);
        if (told == Length1 && (char)bytes[344] == 'n')
        {
            if ((char)bytes[345] != '+')
                throw Refused(name, "Its voxels lie in another file (.hdr and .img). Save it as one .nii or .nii.gz.");
            return First(fields, big, name);
        }
        if (told == Length2 && bytes.Length >= Length2 && (char)bytes[4] == 'n' && (char)bytes[6] == '2')
            return Second(fields, big, name);
        throw Refused(name, "It does not begin as a NIfTI-1 or NIfTI-2 file does. Save it as .nii or .nii.gz.");
    }

    private static NiftiHeader First(Fields f, bool big, string name) =>
        new(
            big,
            SizesOf([.. Enumerable.Range(0, 8).Select(i => (long)f.Short(40 + 2 * i))], name),
            f.Short(70),
            (long)f.Single(108),
            f.Single(112),
            f.Single(116),
            Placed(
                [f.Single(80), f.Single(84), f.Single(88)],
                f.Single(76),
                f.Short(252),
                [.. Enumerable.Range(0, 6).Select(i => f.Single(256 + 4 * i))],
                f.Short(254),
                [.. Enumerable.Range(0, 12).Select(i => f.Single(280 + 4 * i))],
                Scale(f.Byte(123))
            )
        );

    private static NiftiHeader Second(Fields f, bool big, string name) =>
        new(
            big,
            SizesOf([.. Enumerable.Range(0, 8).Select(i => f.Long(16 + 8 * i))], name),
            f.Short(12),
            f.Long(168),
            f.Double(176),
            f.Double(184),
            Placed(
                [f.Double(112), f.Double(120), f.Double(128)],
                f.Double(104),
                f.Int(344),
                [.. Enumerable.Range(0, 6).Select(i => f.Double(352 + 8 * i))],
                f.Int(348),
                [.. Enumerable.Range(0, 12).Select(i => f.Double(400 + 8 * i))],
                Scale(f.Int(500))
            )
        );

    /// <summary>The unit of length to millimetres: 1 metre, 3 micrometre, otherwise millimetre.</summary>
    private static double Scale(int units) =>
        (units & 7) switch
        {
            1 => 1000,
            3 => 0.001,
            _ => 1,
        };

    private static VolumeGeometry Placed(
        double[] spacing,
        double handedness,
        int quaternionCode,
        double[] quaternion,
        int affineCode,
        double[] affine,
        double scale
    )
    {
        // The first three of the quaternion's numbers have no unit.
        for (var i = 3; i < 6; i++)
            quaternion[i] *= scale;
        return new VolumeGeometry(
            [.. spacing.Select(size => Math.Abs(size) * scale is var mm and > 0 && double.IsFinite(mm) ? mm : 1)],
            handedness < 0 ? -1 : 1,
            quaternionCode,
            quaternion,
            affineCode,
            [.. affine.Select(value => value * scale)]
        );
    }

    /// <returns>x, y, z and the number of volumes.</returns>
    private static int[] SizesOf(long[] dim, string name)
    {
        if (dim[0] is < 2 or > 7 || dim.Skip(1).Take((int)dim[0]).Any(size => size is < 1 or > 32767))
            throw Refused(name, "Its dimensions make no volume. Save it again as three-dimensional.");
        var sizes = new[] { (int)dim[1], (int)dim[2], dim[0] >= 3 ? (int)dim[3] : 1, 1 };
        for (var i = 4; i <= dim[0]; i++)
            sizes[3] *= (int)dim[i];
        return (double)sizes[0] * sizes[1] * sizes[2] <= 1 << 29
            ? sizes
            : throw Refused(name, "It has more than 536 million voxels. Crop it.");
    }

    internal static InvalidInputException Refused(string name, string remedy) =>
        InvalidInputException.In($"volume {name}", remedy);

    private readonly struct Fields(byte[] bytes, bool big)
    {
        public int Byte(int at) => bytes[at];

        public int Short(int at) => (short)Ordered(at, 2);

        public int Int(int at) => (int)Ordered(at, 4);

        public long Long(int at) => (long)Ordered(at, 8);

        public double Single(int at) => BitConverter.Int32BitsToSingle((int)Ordered(at, 4));

        public double Double(int at) => BitConverter.Int64BitsToDouble((long)Ordered(at, 8));

        private ulong Ordered(int at, int width)
        {
            var value = 0UL;
            for (var i = 0; i < width; i++)
                value = value << 8 | bytes[big ? at + i : at + width - 1 - i];
            return value;
        }
    }
}
