using Xinglin.Formats.Nifti;

namespace Xinglin.Formats.Tests.Nifti;

public sealed class NiftiFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("anatomical.nii", 33, 41, 25)]
    [InlineData("example_nifti2.nii.gz", 32, 20, 12)]
    [InlineData("functional.nii", 17, 21, 3)]
    [InlineData("example4d.nii.gz", 128, 96, 24)]
    public void Samples_of_both_versions_and_byte_orders_are_read(string file, int columns, int rows, int depth)
    {
        var volume = NiftiFile.Read(SharedData.Path($"images/nifti_samples/{file}"));
        (volume.Columns, volume.Rows, volume.Depth).Should().Be((columns, rows, depth));
        volume.Values.Should().Contain(value => value != 0);
    }

    [Fact]
    public void Labels_that_are_written_come_back_in_their_place()
    {
        byte[] labels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i % 7))];
        var geometry = new VolumeGeometry(
            [1.5, 2, 3],
            -1,
            1,
            [0.1, 0.2, 0.3, -4, 5, 6],
            2,
            [-1.5, 0, 0, 9, 0, 2, 0, 8, 0, 0, 3, 7]
        );
        var path = _folder.File("labels.nii.gz");
        NiftiFile.WriteLabels(path, 5, 4, 3, labels, geometry);
        var read = NiftiFile.Read(path);
        read.Values.Should().Equal(labels.Select(label => (float)label));
        read.Geometry.Should()
            .BeEquivalentTo(
                geometry,
                like =>
                    like.Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-6))
                        .WhenTypeIs<double>()
            );
    }

    [Theory]
    [InlineData(256, false, -3f)]
    [InlineData(4, true, -300f)]
    [InlineData(512, false, 60_000f)]
    [InlineData(8, true, -70_000f)]
    [InlineData(16, true, 0.25f)]
    [InlineData(64, false, 1e10f)]
    public void Voxels_of_every_usual_type_and_byte_order_are_read(int kind, bool big, float expected)
    {
        var width = kind switch
        {
            256 => 1,
            4 or 512 => 2,
            64 => 8,
            _ => 4,
        };
        var file = new byte[352 + width];
        void Put(int at, byte[] littleEndian)
        {
            if (big)
                Array.Reverse(littleEndian);
            littleEndian.CopyTo(file, at);
        }
        Put(0, BitConverter.GetBytes(348));
        foreach (var (i, size) in new short[] { 3, 1, 1, 1 }.Index())
            Put(40 + 2 * i, BitConverter.GetBytes(size));
        Put(70, BitConverter.GetBytes((short)kind));
        Put(108, BitConverter.GetBytes(352f));
        "n+1\0"u8.CopyTo(file.AsSpan(344));
        Put(
            352,
            kind switch
            {
                256 => [(byte)(sbyte)expected],
                4 => BitConverter.GetBytes((short)expected),
                512 => BitConverter.GetBytes((ushort)expected),
                8 => BitConverter.GetBytes((int)expected),
                16 => BitConverter.GetBytes(expected),
                _ => BitConverter.GetBytes((double)expected),
            }
        );
        var path = _folder.File("one.nii");
        File.WriteAllBytes(path, file);
        NiftiFile.Read(path).Values.Should().Equal(expected);
    }

    [Theory]
    [InlineData(100, "shorter than a NIfTI header")]
    [InlineData(360, "cut short")]
    public void A_file_cut_short_is_refused_by_name(int length, string reason)
    {
        var path = _folder.File("whole.nii");
        NiftiFile.WriteLabels(path, 4, 4, 4, new byte[64], VolumeGeometry.Upright(1, 1, 1));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        var read = () => NiftiFile.Read(path);
        read.Should().Throw<InvalidInputException>().WithMessage($"volume whole.nii*{reason}*");
    }

    [Fact]
    public void What_is_no_volume_is_refused()
    {
        var path = _folder.Write("text.nii", new string('x', 600));
        var read = () => NiftiFile.Read(path);
        read.Should().Throw<InvalidInputException>().WithMessage("volume text.nii*does not begin*");
    }

    [Fact]
    public void A_volume_stored_left_to_right_and_upside_down_is_brought_to_one_order_and_back()
    {
        // The file's x runs downwards, its y to the left, its z forwards.
        var geometry = VolumeGeometry.Upright(1, 1, 1) with
        {
            AffineRows = [0, -1, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0],
        };
        int[] sizes = [2, 3, 4];
        int[] values = [.. Enumerable.Range(0, 24)];
        var order = Orientation.Of(geometry);
        order.Axes.Should().Equal(1, 2, 0);
        order.Turned.Should().Equal(true, false, true);
        var upright = order.Upright(values, sizes);
        // The lowest, rearmost, leftmost voxel is the file's last x, first z, last y.
        upright[0].Should().Be(1 + 2 * 2 + 6 * 0);
        order.AsInFile(upright, sizes).Should().Equal(values);
    }

    [Fact]
    public void The_quaternion_says_the_same_as_the_affine_of_a_real_volume()
    {
        var geometry = NiftiFile.Read(SharedData.Path("images/nifti_samples/example4d.nii.gz")).Geometry;
        var byQuaternion = (geometry with { AffineCode = 0 }).Directions();
        byQuaternion.Should().Equal(geometry.Directions(), (a, b) => Math.Abs(a - b) < 1e-3);
    }
}
