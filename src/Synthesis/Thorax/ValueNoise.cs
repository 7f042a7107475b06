namespace Xinglin.Synthesis.Thorax;

/// <summary>Smooth pseudo-random values in space: value noise on a lattice, three octaves. Pure function of its seed.</summary>
internal readonly struct ValueNoise(int seed)
{
    /// <summary>A value in about −1 to 1 that changes over <paramref name="scale"/> mm and finer.</summary>
    public float At(float x, float y, float z, float scale)
    {
        var (sum, amplitude, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < 3; octave++)
        {
            sum += amplitude * Lattice(x / scale, y / scale, z / scale, octave);
            total += amplitude;
            (amplitude, scale) = (amplitude * 0.55f, scale * 0.5f);
        }
        return sum / total * 1.6f;
    }

    /// <summary>A seed for one of many generators; neighbouring numbers give unrelated ones.</summary>
    public static int Spread(int seed, int number)
    {
        var hash = unchecked((uint)seed * 2654435761u ^ ((uint)number + 0x9E3779B9u) * 2246822519u);
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return (int)(hash ^ (hash >> 16));
    }

    private float Lattice(float x, float y, float z, int octave)
    {
        var (fx, fy, fz) = (MathF.Floor(x), MathF.Floor(y), MathF.Floor(z));
        var (ix, iy, iz) = ((int)fx, (int)fy, (int)fz);
        var (tx, ty, tz) = (Ease(x - fx), Ease(y - fy), Ease(z - fz));
        var near = Mix(
            Mix(Value(ix, iy, iz, octave), Value(ix + 1, iy, iz, octave), tx),
            Mix(Value(ix, iy + 1, iz, octave), Value(ix + 1, iy + 1, iz, octave), tx),
            ty
        );
        var far = Mix(
            Mix(Value(ix, iy, iz + 1, octave), Value(ix + 1, iy, iz + 1, octave), tx),
            Mix(Value(ix, iy + 1, iz + 1, octave), Value(ix + 1, iy + 1, iz + 1, octave), tx),
            ty
        );
        return Mix(near, far, tz);
    }

    private float Value(int x, int y, int z, int octave)
    {
        var hash =
            (uint)(seed + octave * 977) * 2654435761u
            ^ (uint)x * 2246822519u
            ^ (uint)y * 3266489917u
            ^ (uint)z * 668265263u;
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return ((hash ^ (hash >> 16)) & 0xFFFFFF) / (float)0x800000 - 1;
    }

    private static float Ease(float t) => t * t * (3 - 2 * t);

    private static float Mix(float a, float b, float t) => a + (b - a) * t;
}
