using System.IO.Compression;
using System.Text;

namespace Xinglin.Formats.Numpy;

/// <summary>Writes 8-bit arrays as an <c>.npz</c> archive that NumPy opens: images and labels for training.</summary>
public static class NumpyWriter
{
    /// <param name="arrays">Name, shape and C-order elements of each array.</param>
    public static void WriteArchive(string path, IEnumerable<(string Name, int[] Shape, byte[] Values)> arrays)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, shape, values) in arrays)
        {
            using var stream = archive.CreateEntry(name + ".npy", CompressionLevel.Fastest).Open();
            var sizes = string.Join(", ", shape) + (shape.Length == 1 ? "," : "");
            var text = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({sizes}), }}";
            var header = Encoding.Latin1.GetBytes(text.PadRight((text.Length + 11 + 63) / 64 * 64 - 11) + "\n");
            stream.Write([0x93, .. "NUMPY"u8, 1, 0]);
            stream.Write([(byte)header.Length, (byte)(header.Length >> 8)]);
            stream.Write(header);
            stream.Write(values);
        }
    }
}
