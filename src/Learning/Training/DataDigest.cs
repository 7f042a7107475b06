using System.Security.Cryptography;
using System.Text;

namespace Xinglin.Learning.Training;

/// <summary>Names the data a model was made from, so that its plan can be held against them.</summary>
public static class DataDigest
{
    /// <summary>A file's digest; of a folder, the digest of its files' names and digests in order of name.</summary>
    public static string Of(string path)
    {
        if (!Directory.Exists(path))
            return OfFile(path);
        var lines = Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{OfFile(file)} {Path.GetRelativePath(path, file)}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>SHA-256 of a file's bytes, lower-case hexadecimal.</summary>
    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
