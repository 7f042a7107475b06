namespace Xinglin.Formats.Nifti;

/// <summary>One scalar volume, row-major: index (z · Rows + y) · Columns + x.</summary>
/// <param name="Columns">Voxels along x, the first axis of the file.</param>
/// <param name="Rows">Voxels along y.</param>
/// <param name="Depth">Voxels along z.</param>
public sealed record Volume(int Columns, int Rows, int Depth, float[] Values, VolumeGeometry Geometry)
{
    public string Shape => $"{Columns} × {Rows} × {Depth}";
}

/// <summary>Where the voxels lie in the patient (NIfTI-1 standard, section "3D IMAGE (VOLUME) ORIENTATION AND LOCATION").</summary>
/// <param name="Spacing">Size of a voxel along x, y and z, in millimetres.</param>
/// <param name="Handedness">-1 when the quaternion's z axis is turned round, otherwise 1.</param>
/// <param name="QuaternionCode">Above 0: the quaternion counts.</param>
/// <param name="Quaternion">b, c, d, then the offsets x, y, z in millimetres.</param>
/// <param name="AffineCode">Above 0: <paramref name="AffineRows"/> count, before the quaternion.</param>
/// <param name="AffineRows">Three rows of four: voxel numbers to millimetres right, anterior, superior.</param>
public sealed record VolumeGeometry(
    double[] Spacing,
    double Handedness,
    int QuaternionCode,
    double[] Quaternion,
    int AffineCode,
    double[] AffineRows
)
{
    /// <summary>Voxels of the given size, x to the right, y forwards, z upwards.</summary>
    public static VolumeGeometry Upright(double x, double y, double z) =>
        new([x, y, z], 1, 0, new double[6], 1, [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0]);

    /// <summary>The 3 × 3 part of the map from voxel numbers to millimetres, row-major.</summary>
    public double[] Directions()
    {
        if (AffineCode > 0)
        {
            return
            [
                AffineRows[0],
                AffineRows[1],
                AffineRows[2],
                AffineRows[4],
                AffineRows[5],
                AffineRows[6],
                AffineRows[8],
                AffineRows[9],
                AffineRows[10],
            ];
        }

        var (x, y, z) = (Spacing[0], Spacing[1], Spacing[2]);
        if (QuaternionCode <= 0)
            return [x, 0, 0, 0, y, 0, 0, 0, z];
        var (b, c, d) = (Quaternion[0], Quaternion[1], Quaternion[2]);
        var a = Math.Sqrt(Math.Max(0, 1 - b * b - c * c - d * d));
        z *= Handedness;
        return
        [
            (a * a + b * b - c * c - d * d) * x,
            2 * (b * c - a * d) * y,
            2 * (b * d + a * c) * z,
            2 * (b * c + a * d) * x,
            (a * a + c * c - b * b - d * d) * y,
            2 * (c * d - a * b) * z,
            2 * (b * d - a * c) * x,
            2 * (c * d + a * b) * y,
            (a * a + d * d - b * b - c * c) * z,
        ];
    }
}
