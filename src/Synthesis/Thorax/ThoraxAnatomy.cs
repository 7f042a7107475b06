namespace Xinglin.Synthesis.Thorax;

/// <summary>An ellipsoid whose axes lie along the body's; lengths in adult millimetres.</summary>
internal readonly record struct Ellipsoid(float X, float Y, float Z, float RadiusX, float RadiusY, float RadiusZ);

/// <summary>
/// The shape of one thorax. Axes: x to the patient's left, y to the head, z to the front; the origin lies in the midline
/// behind the lower sternum. Lengths are millimetres of an adult; <see cref="Scale"/> and <see cref="Height"/> make a
/// child of them.
/// </summary>
/// <remarks>
/// Proportions: Gray's Anatomy and Felson's Principles of Chest Roentgenology in words; lobes and zones as the Fleischner
/// glossary (Hansell et al., Radiology 2008;246:697) names them.
/// </remarks>
internal sealed class ThoraxAnatomy
{
    public const float Apex = 155;
    public const float Base = -142;

    public ThoraxAnatomy(ThoraxParameters p)
    {
        var child = (float)Math.Clamp((16 - p.AgeYears) / 14, 0, 1);
        Scale = (float)(0.36 + 0.64 * Math.Pow(Math.Clamp(p.AgeYears / 16, 0, 1), 0.8));
        Height = 1 - 0.16f * child;
        Childlike = child;
        HalfWidth = 147 * (float)p.Breadth;
        HalfDepth = 84 * (float)p.Depth * (1 + 0.12f * child);
        DomeRight = -64 - 25 * (float)p.Inspiration;
        DomeLeft = DomeRight - 13;
        Fat = (float)p.FatMillimetres;
        Shear = MathF.Tan((float)(p.Rotation * Math.PI / 180));
        GastricBubble = p.GastricBubble ? new Ellipsoid(62, DomeLeft - 22, 8, 24, 12, 20) : null;
        (Heart, HeartTilt) = MakeHeart(p);
        Mediastinum = MakeMediastinum(child);
    }

    /// <summary>Millimetres of this patient per unit of length.</summary>
    public float Scale { get; }

    /// <summary>Height against an adult's of the same width.</summary>
    public float Height { get; }

    /// <summary>0 for an adult, 1 for an infant.</summary>
    public float Childlike { get; }

    public float HalfWidth { get; }
    public float HalfDepth { get; }
    public float DomeRight { get; }
    public float DomeLeft { get; }
    public float Fat { get; }

    /// <summary>Displacement to the left for each millimetre to the front, by a slight turn of the patient.</summary>
    public float Shear { get; }

    public Ellipsoid? GastricBubble { get; }

    /// <summary>Ventricles (tilted by <see cref="HeartTilt"/>) and right atrium.</summary>
    public (Ellipsoid Ventricles, Ellipsoid Atrium) Heart { get; }

    /// <summary>Sine and cosine of the heart's axis against the horizontal, apex down and to the left.</summary>
    public (float Sine, float Cosine) HeartTilt { get; }

    /// <summary>Great vessels: the borders that a film shows above the heart.</summary>
    public Ellipsoid[] Mediastinum { get; }

    /// <summary>Half the inner width of the rib cage at a height, before the depth narrows it.</summary>
    public float CageHalfWidth(float y)
    {
        var t = Math.Clamp((y - Base) / (Apex - Base), 0, 1);
        var narrowing = 1 - 0.06f * MathF.Max(0, 0.3f - t) / 0.3f;
        return HalfWidth * narrowing * MathF.Sqrt(1 - t * t * t * t);
    }

    public float CageHalfDepth(float y)
    {
        var t = Math.Clamp((y - Base) / (Apex - Base), 0, 1);
        return HalfDepth * MathF.Sqrt(1 - MathF.Pow(t, 3.2f) * 0.93f);
    }

    /// <summary>The middle of the cage from back to front: the apex lies behind.</summary>
    public static float CageCentre(float y)
    {
        var t = Math.Clamp((y - Base) / (Apex - Base), 0, 1);
        return -4 - 22 * t * t;
    }

    /// <summary>Height of the diaphragm.</summary>
    public float Diaphragm(float x, float z)
    {
        var (top, centre, reach) = x < 0 ? (DomeRight, -0.47f, 0.48f) : (DomeLeft, 0.5f, 0.48f);
        var lateral = (x - centre * HalfWidth) / (reach * HalfWidth);
        // Down to the sides, far down behind, a little in front.
        return top - DiaphragmDrop(z) - 40 * lateral * lateral * (0.75f + 0.25f * lateral * lateral);
    }

    /// <summary>How far the diaphragm lies below its dome at a depth.</summary>
    public float DiaphragmDrop(float z)
    {
        var behind = MathF.Max(0, -(z + 2) / HalfDepth);
        var before = MathF.Max(0, (z - 12) / HalfDepth);
        return 46 * behind * behind + 24 * before * before;
    }

    /// <summary>Half the width of the tissue between the lungs, without heart and great vessels.</summary>
    public float SlabHalfWidth(float y, float z)
    {
        var upper = Math.Clamp((y - 20) / 100, 0, 1);
        var spine = 1 - (z + 82) * (z + 82) / (38f * 38f);
        var middle = MathF.Max(0, 1 - (z + 10) * (z + 10) / (50f * 50f));
        var front = Math.Clamp((z - 30) / 50, 0, 1);
        var between = 12 + 9 * upper * middle + 4 * front * front;
        return MathF.Max(between * (1 + 0.8f * Childlike), spine > 0 ? 31 * MathF.Sqrt(spine) : 0);
    }

    /// <summary>True inside a lung, at least <paramref name="margin"/> mm from its surface.</summary>
    public bool InLung(float x, float y, float z, float margin)
    {
        var (w, d) = (CageHalfWidth(y) - margin, CageHalfDepth(y) - margin);
        if (w <= 0 || d <= 0 || y > Apex - margin)
            return false;
        var depth = (z - CageCentre(y)) / d;
        if (x * x / (w * w) + depth * depth > 1)
            return false;
        if (y < Diaphragm(x, z) + margin || MathF.Abs(x) < SlabHalfWidth(y, z) + margin)
            return false;
        return !InHeart(x, y, z, margin);
    }

    /// <summary>True in the heart, or within a margin of it.</summary>
    public bool InHeart(float x, float y, float z, float margin)
    {
        var (v, a) = Heart;
        var (dx, dy) = (x - v.X, y - v.Y);
        var along = (dx * HeartTilt.Cosine - dy * HeartTilt.Sine) / (v.RadiusX + margin);
        var across = (dx * HeartTilt.Sine + dy * HeartTilt.Cosine) / (v.RadiusY + margin);
        var depth = (z - v.Z) / (v.RadiusZ + margin);
        if (along * along + across * across + depth * depth < 1)
            return true;
        var (ax, ay, az) = (
            (x - a.X) / (a.RadiusX + margin),
            (y - a.Y) / (a.RadiusY + margin),
            (z - a.Z) / (a.RadiusZ + margin)
        );
        return ax * ax + ay * ay + az * az < 1;
    }

    /// <summary>Height of the oblique fissure; what lies below it is lower lobe.</summary>
    public static float ObliqueFissure(float z) => 66 - 1.12f * (z + 80);

    /// <summary>Height of the right lung's horizontal fissure.</summary>
    public const float HorizontalFissure = 12;

    private ((Ellipsoid, Ellipsoid), (float, float)) MakeHeart(ThoraxParameters p)
    {
        // The heart lies nearer to the detector than the widest part of the cage and is magnified less.
        var width = 2.03f * HalfWidth * (float)p.CardiothoracicRatio;
        var tilt = MathF.PI / 180 * (36 - 10 * Childlike - 40 * ((float)p.CardiothoracicRatio - 0.45f));
        var (sine, cosine) = MathF.SinCos(tilt);
        const float Slimness = 0.72f;
        var along = 0.46f * width / MathF.Sqrt(cosine * cosine + Slimness * Slimness * sine * sine);
        var across = Slimness * along;
        var vertical = MathF.Sqrt(along * along * sine * sine + across * across * cosine * cosine);
        var ventricles = new Ellipsoid(0.18f * width, DomeLeft - 24 + vertical, 24, along, across, 0.36f * width);
        var atrium = new Ellipsoid(-0.09f * width, ventricles.Y - 2, 14, 0.27f * width, 0.37f * width, 0.28f * width);
        return ((ventricles, atrium), (sine, cosine));
    }

    private Ellipsoid[] MakeMediastinum(float child)
    {
        var top = Heart.Ventricles.Y;
        Ellipsoid[] vessels =
        [
            new(-19, 72, 4, 12, 62, 13), // superior vena cava
            new(-12, 40, 18, 20, 42, 20), // ascending aorta
            new(25, 70, -10, 19, 18, 30), // aortic knob
            new(16, -30, -50, 12, 112, 12), // descending aorta
            new(20, MathF.Max(30, top + 62), 18, 24, 24, 20), // pulmonary trunk
            new(5, top + 42, 4, 37, 46, 30), // left atrium and the roots of the great vessels
            new(6, 96, 2, 27, 62, 22), // vessels to head and arms
        ];
        if (child > 0)
        {
            vessels =
            [
                .. vessels.Select(v =>
                    v with
                    {
                        X = v.X * (1 + 0.25f * child),
                        RadiusX = v.RadiusX * (1 + 0.5f * child),
                    }
                ),
            ];
        }
        // The thymus of a small child fills the upper mediastinum.
        return child > 0.5f ? [.. vessels, new(2, 66, 34, 40 * child, 46, 20)] : vessels;
    }
}
