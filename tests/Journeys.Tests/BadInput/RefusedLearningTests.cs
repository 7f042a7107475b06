using System.IO.Compression;
using System.Text;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.BadInput;

/// <summary>What the command line says of data that cannot be learnt from and of models that were tampered with.</summary>
public sealed class RefusedLearningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-bad-learning-");

    [Fact]
    public async Task An_npz_with_the_wrong_shapes_is_refused_by_the_name_of_the_array()
    {
        var npz = Path.Combine(_folder.FullName, "wrong.npz");
        using (var zip = ZipFile.Open(npz, ZipArchiveMode.Create))
        {
            AddArray(zip, "train_images", "(4, 28, 28)", 4 * 28 * 28);
            AddArray(zip, "train_labels", "(3, 1)", 3);
            AddArray(zip, "val_images", "(2, 28, 28)", 2 * 28 * 28);
            AddArray(zip, "val_labels", "(2, 1)", 2);
        }
        var (code, output, errors) = await XinglinProcess.RunAsync("train", "image", "--data", npz, "--out", Out);
        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().Contain("train_labels").And.NotContain("   at Xinglin");
        Directory.Exists(Out).Should().BeFalse("a rejected training leaves no model");
    }

    [Fact]
    public async Task A_model_with_one_changed_weight_byte_is_refused()
    {
        var shipped = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "models"), "weights.safetensors", SearchOption.AllDirectories)
            .Select(Path.GetDirectoryName)
            .First(folder => folder!.Contains("heart-disease"))!;
        var copy = Directory.CreateDirectory(Path.Combine(_folder.FullName, "model")).FullName;
        foreach (var file in Directory.EnumerateFiles(shipped))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var weights = Path.Combine(copy, "weights.safetensors");
        var bytes = await File.ReadAllBytesAsync(weights);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(weights, bytes);
        var table = Path.Combine(_folder.FullName, "t.csv");
        await File.WriteAllTextAsync(table, "age,sex\n63,1\n");

        var (code, _, errors) = await XinglinProcess.RunAsync(
            "predict",
            "--model",
            copy,
            "--data",
            table,
            "--out",
            Path.Combine(_folder.FullName, "p.csv")
        );
        code.Should().Be(1);
        errors.Should().Contain("weights.safetensors").And.NotContain("   at Xinglin");
        File.Exists(Path.Combine(_folder.FullName, "p.csv")).Should().BeFalse();
    }

    [Theory]
    [InlineData("a,y\n1,1\n2,1\n3,1\n4,1\n5,1\n6,1\n", "y")]
    [InlineData("a,y\n", "row")]
    [InlineData("a,b\n1,2\n", "y")]
    public async Task A_table_that_cannot_be_learnt_from_is_refused_with_the_mend(string csv, string word)
    {
        var table = Path.Combine(_folder.FullName, "t.csv");
        await File.WriteAllTextAsync(table, csv);
        var (code, output, errors) = await XinglinProcess.RunAsync(
            "train",
            "tabular",
            "--data",
            table,
            "--target",
            "y",
            "--budget",
            "5s",
            "--out",
            Out
        );
        code.Should().Be(1);
        output.Should().BeEmpty();
        errors.Should().Contain(word).And.NotContain("   at Xinglin");
        Directory.Exists(Out).Should().BeFalse();
    }

    [Fact]
    public async Task A_wrong_option_is_wrong_usage_and_names_the_help()
    {
        var (code, output, errors) = await XinglinProcess.RunAsync("train", "tabular", "--budget", "soon");
        code.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain("60s").And.Contain("--help");
    }

    private string Out => Path.Combine(_folder.FullName, "out");

    private static void AddArray(ZipArchive zip, string name, string shape, int bytes)
    {
        using var entry = zip.CreateEntry($"{name}.npy").Open();
        var header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(128 - 10 - 1) + "\n";
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        entry.Write(Encoding.ASCII.GetBytes(header));
        entry.Write(new byte[bytes]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
