using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>Arteries and veins of the lungs: trees that leave the hila, branch and taper (Murray's law: r³ is kept).</summary>
internal sealed class VesselTree
{
    private const float ThinnestRadius = 0.34f;
    private readonly ThoraxAnatomy _anatomy;
    private readonly LungOpacities _opacities;
    private readonly SeededRandom _random;
    private readonly float _contrast;
    private readonly List<Tube> _tubes = [];

    private VesselTree(ThoraxParameters p, ThoraxAnatomy anatomy, LungOpacities opacities, Attenuation mu)
    {
        _anatomy = anatomy;
        _opacities = opacities;
        _random = SeededRandom.OfDotNet(p.Seed ^ 0x7EE5);
        _contrast = mu.Blood - mu.Lung;
    }

    public static IReadOnlyList<Tube> Grow(
        ThoraxParameters p,
        ThoraxAnatomy anatomy,
        LungOpacities opacities,
        Attenuation mu
    )
    {
        var tree = new VesselTree(p, anatomy, opacities, mu);
        foreach (var side in (float[])[-1, 1])
        {
            var hilum = (X: side * 29f, Y: side < 0 ? 14f : 26f);
            // Degrees above the horizontal and towards the front, and radius, of the trunks of one hilum.
            (float Up, float Front, float Radius)[] trunks =
            [
                (72, -5, 3.9f),
                (58, 45, 3.0f),
                (48, 30, 3.4f),
                (30, -30, 3.0f),
                (8, 40, 2.9f),
                (-8, -35, 3.1f),
                (-18, 60, 2.8f),
                (-24, -60, 3.2f),
                (-30, 25, 3.2f),
                (-46, -30, 4.0f),
                (-62, -12, 6.4f),
                (-56, 45, 3.4f),
                (-74, 20, 3.6f),
            ];
            foreach (var (up, front, radius) in trunks)
            {
                var (us, uc) = MathF.SinCos((up + tree.Jitter(9)) * MathF.PI / 180);
                var (fs, fc) = MathF.SinCos((front + tree.Jitter(14)) * MathF.PI / 180);
                var start = (
                    hilum.X + side * tree.Jitter(4),
                    hilum.Y + tree.Jitter(8) + (up < -40 ? -6 : 0),
                    -8 + tree.Jitter(10)
                );
                tree.Branch(start, (side * uc * fc, us, uc * fs), radius * (float)p.VesselCalibre, 0);
            }
        }
        return tree._tubes;
    }

    private void Branch((float X, float Y, float Z) at, (float X, float Y, float Z) way, float radius, int depth)
    {
        const float Stride = 4;
        var length = (7 + 4.2f * radius) * (0.7f + 0.7f * (float)_random.NextDouble());
        var points = new List<TubePoint> { new(at.X, at.Y, at.Z, radius) };
        var end = radius * 0.88f;
        for (var gone = 0f; gone < length; gone += Stride)
        {
            if (Next(at, way, Stride, hilum: depth == 0) is not { } next)
                break;
            way = next;
            at = (at.X + way.X * Stride, at.Y + way.Y * Stride, at.Z + way.Z * Stride);
            var here = radius + (end - radius) * MathF.Min(1, (gone + Stride) / length);
            points.Add(new TubePoint(at.X, at.Y, at.Z, here));
        }
        if (points.Count > 1)
            Keep(points);
        if (end < ThinnestRadius || depth > 11 || points.Count < 2)
            return;
        var share = 0.56f + 0.26f * (float)_random.NextDouble();
        var angle = 0.28f + 0.3f * (float)_random.NextDouble();
        var aside = Perpendicular(way);
        Branch(at, Turn(way, aside, angle * (1.15f - share)), end * MathF.Cbrt(share), depth + 1);
        Branch(at, Turn(way, aside, -angle * (0.6f + share)), end * MathF.Cbrt(1 - share), depth + 1);
    }

    /// <summary>The next direction that stays in the lung, or null when every try leaves it.</summary>
    private (float X, float Y, float Z)? Next(
        (float X, float Y, float Z) at,
        (float X, float Y, float Z) way,
        float stride,
        bool hilum
    )
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var wander = 0.16f + 0.22f * attempt;
            var next = Normal((way.X + Jitter(wander), way.Y + Jitter(wander), way.Z + Jitter(wander)));
            var (x, y, z) = (at.X + next.X * stride, at.Y + next.Y * stride, at.Z + next.Z * stride);
            // At the hilum a trunk may still lie in the mediastinum, but not in the heart.
            // What runs in the recess behind the dome is too thin to show.
            if (y < _anatomy.DomeLeft - 8)
                continue;
            if (_anatomy.InLung(x, y, z, 1.5f) || (hilum && !_anatomy.InHeart(x, y, z, 2)))
                return next;
        }
        return null;
    }

    private void Keep(List<TubePoint> points)
    {
        var middle = points[points.Count / 2];
        // In consolidated lung a vessel has the density of its surroundings, and the bronchus next to it stays open.
        var filled = _opacities.None ? 0 : _opacities.Consolidated(middle.X, middle.Y, middle.Z);
        if (filled < 0.9f)
            _tubes.Add(new Tube([.. points], 1, 0, 0, _contrast * (1 - filled)));
        if (filled > 0.3f && middle.Radius > 0.9f)
        {
            _tubes.Add(
                new Tube([.. points.Select(p => p with { Radius = 0.85f * p.Radius })], 1, 0, 0, -filled * _contrast)
            );
        }
    }

    private float Jitter(float most) => most * (2 * (float)_random.NextDouble() - 1);

    private (float X, float Y, float Z) Perpendicular((float X, float Y, float Z) way)
    {
        var other = Normal((Jitter(1), Jitter(1), Jitter(0.8f)));
        var dot = other.X * way.X + other.Y * way.Y + other.Z * way.Z;
        return Normal((other.X - dot * way.X, other.Y - dot * way.Y, other.Z - dot * way.Z));
    }

    private static (float X, float Y, float Z) Turn(
        (float X, float Y, float Z) way,
        (float X, float Y, float Z) aside,
        float angle
    )
    {
        var (sine, cosine) = MathF.SinCos(angle);
        return Normal(
            (way.X * cosine + aside.X * sine, way.Y * cosine + aside.Y * sine, way.Z * cosine + aside.Z * sine)
        );
    }

    private static (float X, float Y, float Z) Normal((float X, float Y, float Z) v)
    {
        var length = MathF.Max(1e-6f, MathF.Sqrt(v.X * v.X + v.Y * v.Y + v.Z * v.Z));
        return (v.X / length, v.Y / length, v.Z / length);
    }
}
