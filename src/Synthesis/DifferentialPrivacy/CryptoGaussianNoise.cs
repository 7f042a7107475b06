using System.Buffers.Binary;
using System.Security.Cryptography;
using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// Normal noise that nobody can draw again: from the operating system's generator for secrets, without a seed that could be guessed.
/// </summary>
/// <param name="seed">For tests only; null: secret.</param>
internal sealed class CryptoGaussianNoise(int? seed = null)
{
    private readonly SeededRandom? _known = seed is { } number ? new SeededRandom(number) : null;
    private readonly byte[] _drawn = new byte[8_192];
    private int _next = 8_192;

    /// <summary>Uniform, 0 to 1, neither end included.</summary>
    public double NextDouble()
    {
        if (_known is not null)
            return _known.NextDouble();
        if (_next == _drawn.Length)
        {
            RandomNumberGenerator.Fill(_drawn);
            _next = 0;
        }
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(_drawn.AsSpan(_next)) >> 11;
        _next += 8;
        return (bits + 0.5) / (1UL << 53);
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextGaussian() => _known?.NextGaussian() ?? SeededRandom.Gaussian(NextDouble(), NextDouble());
}
