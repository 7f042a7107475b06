namespace Xinglin.Synthesis.Thorax;

/// <summary>Ribs, clavicles and scapulae as tubes with a cortical shell.</summary>
internal static class Skeleton
{
    /// <summary>Where each rib meets its vertebra, in mm above the origin.</summary>
    private static readonly float[] RibHeights = [150, 132, 111, 88, 65, 41, 17, -8, -33, -58, -82, -104];

    /// <summary>How far each rib runs round the cage from the spine, in degrees; costal cartilage is not seen.</summary>
    private static readonly float[] RibEnds = [140, 142, 142, 140, 138, 136, 132, 126, 118, 108, 84, 58];

    public static IEnumerable<Tube> Bones(ThoraxAnatomy anatomy, Attenuation mu, double boneDensity)
    {
        var shell = (mu.CorticalBone - mu.Soft) * (float)boneDensity;
        var core = (mu.SpongyBone - mu.Soft) * (float)boneDensity;
        foreach (var side in (float[])[-1, 1])
        {
            for (var rib = 0; rib < RibHeights.Length; rib++)
            {
                yield return Rib(anatomy, side, rib, 0, 88, shell, core);
                if (RibEnds[rib] > 88)
                    yield return Rib(anatomy, side, rib, 88, RibEnds[rib], 0.85f * shell, 0.85f * core);
            }
            yield return new Tube(Clavicle(side), 0.85f, 1.5f, shell, core);
            foreach (var tube in Scapula(side, shell, core))
                yield return tube;
        }
    }

    /// <summary>Height of a rib's joint with the spine.</summary>
    public static float RibHeight(int rib) => RibHeights[rib];

    private static Tube Rib(ThoraxAnatomy a, float side, int rib, float from, float to, float shell, float core)
    {
        var fall =
            (
                rib == 0 ? 42f
                : rib < 3 ? 62
                : 84
            ) * (1 - 0.38f * a.Childlike);
        var lateral = RibHeights[rib] - 0.5f * fall;
        var width = MathF.Max(rib == 0 ? 58 : 84, a.CageHalfWidth(lateral) + 3);
        var depth = a.CageHalfDepth(lateral) + 2;
        var centre = ThoraxAnatomy.CageCentre(lateral);
        var steps = (int)((to - from) / 2.5f) + 1;
        var points = new TubePoint[steps + 1];
        for (var i = 0; i <= steps; i++)
        {
            var degrees = from + (to - from) * i / steps;
            var angle = degrees * MathF.PI / 180;
            var (sine, cosine) = MathF.SinCos(angle);
            // From the joint the rib first runs back, then round; it falls more steeply in front.
            var x = side * (17 + (width - 17) * MathF.Pow(sine, 0.86f));
            if (degrees > 90)
                x = side * width * MathF.Pow(sine, 1.15f);
            var z = centre - depth * cosine * (degrees < 14 ? 0.86f + 0.01f * degrees : 1);
            var part = degrees / 140;
            var y =
                RibHeights[rib]
                + 5 * MathF.Sin(MathF.Min(1, degrees / 55) * MathF.PI)
                - fall * (0.3f * part + 0.7f * part * part * (3 - 2 * part));
            var girth =
                (rib is 0 or > 9 ? 5f : 6.1f) * (degrees < 12 ? 0.8f : 1) * (1 + 0.16f * MathF.Max(0, part - 0.6f));
            // Seen from in front, the flat of a rib turns edge-on at the side of the chest.
            girth *= 1 - 0.5f * MathF.Pow(sine, 8);
            points[i] = new TubePoint(x, y, z, girth);
        }
        var thin = rib > 9 ? 0.5f : 0.62f;
        return new Tube(points, thin, 0.85f, shell, core);
    }

    private static TubePoint[] Clavicle(float side)
    {
        var points = new TubePoint[61];
        for (var i = 0; i < points.Length; i++)
        {
            var t = i / 60f;
            var x = 19 + 142 * t;
            var y = 116 + 30 * t - 5 * MathF.Sin(t * MathF.PI * 2) - 6 * t * t;
            var z = 56 - 78 * t + 12 * MathF.Sin(t * MathF.PI * 2);
            var radius = 6.6f - 1.6f * MathF.Sin(t * MathF.PI) + (t < 0.08f ? 1.6f : 0);
            points[i] = new TubePoint(side * x, y, z, radius);
        }
        return points;
    }

    private static IEnumerable<Tube> Scapula(float side, float shell, float core)
    {
        // Arms rolled forward: the blades stand next to the lungs, their medial border over the outermost part of them.
        yield return Bar(
            0.7f,
            1.1f,
            (139, 122, -74, 2.4f),
            (133, 90, -82, 2.2f),
            (131, 50, -84, 2.2f),
            (137, 12, -80, 3f),
            (147, -4, -76, 4f)
        );
        yield return Bar(0.9f, 1.7f, (147, -4, -76, 4f), (156, 40, -66, 4.4f), (168, 84, -50, 6f));
        yield return Bar(0.7f, 1.3f, (139, 122, -74, 2.4f), (158, 124, -62, 3f), (176, 112, -48, 6f));
        yield return Bar(
            0.8f,
            1.4f,
            (136, 98, -90, 3f),
            (160, 112, -86, 4.5f),
            (186, 132, -58, 7f),
            (192, 130, -40, 7f)
        );
        // The blade: a thin plate, drawn as a wide, very flat tube.
        yield return Bar(0.035f, 0.5f, (146, 10, -78, 8f), (146, 60, -76, 20f), (150, 104, -68, 20f));
        // Head and shaft of the humerus.
        yield return Bar(0.95f, 2f, (190, 104, -24, 23f), (192, 100, -24, 23f));
        yield return Bar(0.95f, 3.2f, (193, 92, -24, 15f), (199, 60, -24, 12f), (207, -20, -22, 11f));

        Tube Bar(float flatness, float thickness, params (float X, float Y, float Z, float R)[] p) =>
            new([.. p.Select(q => new TubePoint(side * q.X, q.Y, q.Z, q.R))], flatness, thickness, shell, core * 0.8f);
    }
}
