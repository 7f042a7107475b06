using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Thorax;

/// <summary>What fills the air of the lungs: consolidation, effusion, nodules. Coverage 0 (air) to 1 (no air).</summary>
internal sealed class LungOpacities
{
    private readonly ThoraxAnatomy _anatomy;
    private readonly ValueNoise _noise;
    private readonly List<(Consolidation What, float X, float Y, float Z)> _consolidations = [];
    private readonly List<(float X, float Y, float Z, float Radius)> _nodules = [];
    private readonly IReadOnlyList<PleuralEffusion> _effusions;

    public LungOpacities(ThoraxParameters p, ThoraxAnatomy anatomy)
    {
        _anatomy = anatomy;
        _noise = new ValueNoise(p.Seed);
        _effusions = p.Effusions;
        var random = SeededRandom.OfDotNet(p.Seed ^ 0x0FAC17);
        foreach (var item in p.Consolidations)
        {
            var (x, y, z) = Place(random, item.Side, item.Zone, item.Lobe);
            _consolidations.Add((item, x, y, z));
        }
        foreach (var nodule in p.Nodules)
        {
            var lobe = nodule.Zone == LungZone.Upper ? LungLobe.Upper : LungLobe.Lower;
            var (x, y, z) = Place(random, nodule.Side, nodule.Zone, lobe);
            _nodules.Add((x, y, z, (float)nodule.Radius));
        }
    }

    public bool None => _consolidations.Count == 0 && _nodules.Count == 0 && _effusions.Count == 0;

    /// <summary>How much of the air at a point inside a lung is replaced.</summary>
    /// <param name="wall">Distance to the lateral chest wall.</param>
    public float At(float x, float y, float z, float wall)
    {
        var filled = Consolidated(x, y, z);
        foreach (var nodule in _nodules)
        {
            var (dx, dy, dz) = (x - nodule.X, y - nodule.Y, z - nodule.Z);
            var distance = MathF.Sqrt(dx * dx + dy * dy + dz * dz);
            filled = MathF.Max(filled, Math.Clamp(0.5f + (nodule.Radius - distance) / 4, 0, 1));
        }
        foreach (var effusion in _effusions)
        {
            if ((effusion.Side == BodySide.Right) != x < 0)
                continue;
            // The meniscus: fluid climbs the chest wall.
            var depth = (float)effusion.Depth;
            var climb = MathF.Min(34, 0.6f * depth) * MathF.Exp(-MathF.Max(0, wall) / (7 + 0.12f * depth));
            var surface = ThoraxAnatomy.Base + depth + climb;
            filled = MathF.Max(filled, Math.Clamp(0.5f + (surface - y) / 11, 0, 1));
        }
        return filled;
    }

    /// <summary>Consolidation alone: where vessels vanish and bronchi stay open.</summary>
    public float Consolidated(float x, float y, float z)
    {
        var filled = 0f;
        foreach (var (what, cx, cy, cz) in _consolidations)
        {
            if ((what.Side == BodySide.Right) != x < 0)
                continue;
            var radius = (float)what.Radius;
            var (dx, dy, dz) = ((x - cx) / radius, (y - cy) / radius, (z - cz) / radius);
            var distance = MathF.Sqrt(dx * dx + dy * dy + dz * dz);
            if (distance > 1.6f)
                continue;
            var rough = distance + 0.42f * _noise.At(x, y, z, 0.62f * radius);
            var border = Math.Clamp((1.12f - rough) / 0.62f, 0, 1);
            var here = (float)what.Density * border * border * (3 - 2 * border);
            here *= 1 + 0.22f * _noise.At(x + 400, y, z, 13);
            filled = MathF.Max(filled, what.WithinLobe ? here * InLobe(what, y, z) : here);
        }
        return Math.Clamp(filled, 0, 1);
    }

    private static float InLobe(Consolidation what, float y, float z)
    {
        var lower = Math.Clamp(0.5f + (ThoraxAnatomy.ObliqueFissure(z) - y) / 4, 0, 1);
        if (what.Lobe == LungLobe.Lower)
            return lower;
        if (what.Side == BodySide.Left)
            return 1 - lower;
        var below = Math.Clamp(0.5f + (ThoraxAnatomy.HorizontalFissure - y) / 3, 0, 1);
        return (1 - lower) * (what.Lobe == LungLobe.Middle ? below : 1 - below);
    }

    private (float X, float Y, float Z) Place(SeededRandom random, BodySide side, LungZone zone, LungLobe lobe)
    {
        var height = zone switch
        {
            LungZone.Upper => 84,
            LungZone.Middle => 20,
            _ => -42,
        };
        var depth = lobe switch
        {
            LungLobe.Upper => 4,
            LungLobe.Middle => 44,
            _ => -42,
        };
        if (lobe == LungLobe.Middle)
            height = -22;
        // The first place that is inside the lung, out of a seeded row of them.
        for (var attempt = 0; ; attempt++)
        {
            var y = height + 20 * (float)(random.NextDouble() - 0.5);
            var z = depth + 30 * (float)(random.NextDouble() - 0.5);
            var x = _anatomy.CageHalfWidth(y) * (0.4f + 0.38f * (float)random.NextDouble());
            x = side == BodySide.Right ? -x : x;
            if (_anatomy.InLung(x, y, z, 8) || attempt == 40)
                return (x, y, z);
        }
    }
}
