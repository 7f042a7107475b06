namespace Xinglin.Learning.Evaluation;

/// <summary>
/// Random numbers whose sequence depends on the seed alone, the same on every machine and every .NET version:
/// xoshiro256** seeded by splitmix64 (Blackman and Vigna 2018, public domain).
/// </summary>
public sealed class SeededRandom
{
    private readonly ulong[] _state = new ulong[4];

    public SeededRandom(int seed)
    {
        var z = unchecked((ulong)seed);
        for (var i = 0; i < 4; i++)
        {
            z += 0x9E3779B97F4A7C15;
            var x = z;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            _state[i] = x ^ (x >> 31);
        }
    }

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)((UInt128)NextBits() * (ulong)bound >> 64);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Box and Muller).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong NextBits()
    {
        var result = ulong.RotateLeft(_state[1] * 5, 7) * 9;
        var t = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= t;
        _state[3] = ulong.RotateLeft(_state[3], 45);
        return result;
    }
}
