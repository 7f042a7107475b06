using System.Security.Cryptography;

namespace Xinglin.Learning.Training;

/// <summary>Names the data a model was made from, so that its plan can be held against them.</summary>
public static class DataDigest
{
    /// <summary>SHA-256 of a file's bytes, lower-case hexadecimal.</summary>
    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
