namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// Adds tubes to an attenuation image. The chord of a ray through a tube is worked out on the detector: from the distance
/// of the pixel to the projected axis and the angle between axis and ray.
/// </summary>
/// <remarks>Within one tube the largest chord counts, so that its segments do not add up where they meet.</remarks>
internal sealed class TubeProjector(Beam beam, float scale)
{
    private const float ThinnestPixels = 0.75f;
    private readonly float[] _scratch = new float[beam.Size * beam.Size];

    public void Add(float[] image, Tube tube)
    {
        var (left, top, right, bottom) = (beam.Size, beam.Size, -1, -1);
        for (var i = 1; i < tube.Points.Length; i++)
            Segment(tube, i, ref left, ref top, ref right, ref bottom);
        for (var row = top; row <= bottom; row++)
        {
            for (var at = row * beam.Size + left; at <= row * beam.Size + right; at++)
            {
                image[at] += _scratch[at];
                _scratch[at] = 0;
            }
        }
    }

    private void Segment(Tube tube, int index, ref int left, ref int top, ref int right, ref int bottom)
    {
        var (a, b) = (tube.Points[index - 1], tube.Points[index]);
        var (ax, ay, am) = beam.Project(a.X, a.Y, a.Z);
        var (bx, by, bm) = beam.Project(b.X, b.Y, b.Z);
        var pixels = 0.5f * (am + bm) / beam.Pitch;
        var (ra, rb) = (a.Radius * pixels, b.Radius * pixels);
        // A tube thinner than a pixel is drawn wider and fainter, with the same total.
        var widest = MathF.Max(ra, rb);
        var faint = widest < ThinnestPixels ? Square(widest / ThinnestPixels) : 1;
        (ra, rb) = (MathF.Max(ra, ThinnestPixels), MathF.Max(rb, ThinnestPixels));
        // The angle is that of the neighbours, so that it changes without steps; the tube's own ends are cut straight.
        var (first, last) = (index == 1, index == tube.Points.Length - 1);
        var sineA = Sine(tube, first ? a : tube.Points[index - 2], b);
        var sineB = Sine(tube, a, last ? b : tube.Points[index + 1]);
        var reach = MathF.Max(ra, rb) + 1;
        var (x0, x1) = Clip(MathF.Min(ax, bx) - reach, MathF.Max(ax, bx) + reach);
        var (y0, y1) = Clip(MathF.Min(ay, by) - reach, MathF.Max(ay, by) + reach);
        if (x0 > x1 || y0 > y1)
            return;
        (left, top, right, bottom) = (Math.Min(left, x0), Math.Min(top, y0), Math.Max(right, x1), Math.Max(bottom, y1));
        var (dx, dy) = (bx - ax, by - ay);
        var squared = MathF.Max(1e-6f, dx * dx + dy * dy);
        for (var y = y0; y <= y1; y++)
        {
            for (var x = x0; x <= x1; x++)
            {
                var along = ((x - ax) * dx + (y - ay) * dy) / squared;
                if ((first && along < 0) || (last && along >= 1))
                    continue;
                var t = Math.Clamp(along, 0, 1);
                var distance = Square(x - ax - t * dx) + Square(y - ay - t * dy);
                var radius = ra + t * (rb - ra);
                if (distance >= radius * radius)
                    continue;
                var across = a.Radius + t * (b.Radius - a.Radius);
                var value = faint * Chord(tube, across, distance / (radius * radius)) / (sineA + t * (sineB - sineA));
                ref var cell = ref _scratch[y * beam.Size + x];
                if (MathF.Abs(value) > MathF.Abs(cell))
                    cell = value;
            }
        }
    }

    /// <summary>Attenuation across the axis at a squared distance from it, in squared radii.</summary>
    private float Chord(Tube tube, float radius, float squared)
    {
        var depth = radius * tube.Flatness;
        var outer = 2 * depth * MathF.Sqrt(1 - squared);
        if (tube.Shell <= 0)
            return outer * tube.CoreContrast * scale;
        var core = MathF.Max(0.1f, radius - tube.Shell);
        var inside = squared * Square(radius / core);
        var inner = inside < 1 ? 2 * MathF.Max(0, depth - tube.Shell) * MathF.Sqrt(1 - inside) : 0;
        return ((outer - inner) * tube.ShellContrast + inner * tube.CoreContrast) * scale;
    }

    /// <summary>Sine of the angle between the axis and the ray, bounded below: none runs straight along a ray for long.</summary>
    private float Sine(Tube tube, TubePoint a, TubePoint b)
    {
        var (dx, dy, dz) = (b.X - a.X + beam.Shear * (b.Z - a.Z), (b.Y - a.Y) * beam.Height, b.Z - a.Z);
        var (rx, ry, rz) = (a.X, a.Y * beam.Height, a.Z - beam.SourceZ);
        var length = MathF.Sqrt((dx * dx + dy * dy + dz * dz) * (rx * rx + ry * ry + rz * rz));
        var cosine = length > 0 ? (dx * rx + dy * ry + dz * rz) / length : 0;
        return MathF.Max(tube.Shell > 0 ? 0.34f : 0.55f, MathF.Sqrt(MathF.Max(0, 1 - cosine * cosine)));
    }

    private (int From, int To) Clip(float from, float to) =>
        ((int)Math.Clamp(MathF.Floor(from), 0, beam.Size), (int)Math.Clamp(MathF.Ceiling(to), -1, beam.Size - 1));

    private static float Square(float value) => value * value;
}
