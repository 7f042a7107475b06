using System.Runtime.InteropServices;

namespace Xinglin.Learning.Randomness;

/// <summary>
/// The one way to draw numbers that must come again: their sequence depends on the seed alone, the same on every machine and every
/// .NET version. Two generators stand behind it (decision 21): xoshiro256** seeded by splitmix64 (Blackman and Vigna 2018, public
/// domain), and <see cref="OfDotNet"/> for what has drawn from that one since its first model. Not for secrets. Not thread-safe.
/// </summary>
public sealed class SeededRandom
{
    private readonly ulong[] _state = new ulong[4];
    private readonly Random? _dotNet;

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

    private SeededRandom(Random dotNet) => _dotNet = dotNet;

    /// <summary>
    /// The sequence of .NET's own generator with a seed, which .NET keeps as it is for all versions. Shipped models, samples and
    /// splits were drawn from it, and a plan must make them again; what is new takes the constructor.
    /// </summary>
    public static SeededRandom OfDotNet(int seed) => new(new Random(seed));

    /// <summary>A whole number from 0 up to, not including, the largest.</summary>
    public int Next() => Next(int.MaxValue);

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound) => _dotNet?.Next(bound) ?? (int)((UInt128)NextBits() * (ulong)bound >> 64);

    /// <summary>A whole number from <paramref name="low"/> up to, not including, <paramref name="end"/>.</summary>
    public int Next(int low, int end) => _dotNet?.Next(low, end) ?? low + Next(end - low);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => _dotNet?.NextDouble() ?? (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the uniform distribution.</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A draw from the standard normal distribution.</summary>
    public double NextGaussian() => Normal(0, 1);

    /// <summary>A draw from the normal distribution.</summary>
    public double Normal(double mean, double spread) => Gaussian(1 - NextDouble(), NextDouble(), mean, spread);

    /// <summary>Two uniform draws as one from the normal distribution (Box and Muller 1958).</summary>
    /// <param name="u">Above 0, at most 1.</param>
    /// <param name="v">0 to 1.</param>
    public static double Gaussian(double u, double v, double mean = 0, double spread = 1) =>
        mean + spread * Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);

    /// <summary>One of the items, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(T[] items)
    {
        if (_dotNet is not null)
            _dotNet.Shuffle(items);
        else
            Shuffle(items.AsSpan());
    }

    /// <inheritdoc cref="Shuffle{T}(T[])"/>
    public void Shuffle<T>(List<T> items)
    {
        var span = CollectionsMarshal.AsSpan(items);
        if (_dotNet is not null)
            _dotNet.Shuffle(span);
        else
            Shuffle(span);
    }

    private void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
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
