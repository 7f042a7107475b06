namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// One line across the body at a height and a depth. What depends on these two alone is worked out once, so that a point
/// of the line costs little. Coverages run from 0 outside to 1 inside over a ramp as wide as the caster's step.
/// </summary>
internal readonly struct ThoraxSlice
{
    private const float Ramp = 3.2f;
    private const int MostVessels = 8;

    private readonly ThoraxAnatomy _anatomy;
    private readonly float _cageWidth;
    private readonly float _cageDepth;
    private readonly float _cageQ;
    private readonly float _cageCore;
    private readonly float _drop;
    private readonly float _slab;
    private readonly float _torsoWidth;
    private readonly float _torsoDepth;
    private readonly float _torsoQ;
    private readonly float _torsoCore;
    private readonly float _behind;
    private readonly float _ventriclesQ;
    private readonly float _atriumQ;
    private readonly float _mediastinumReach;
    private readonly float _neckQ;
    private readonly float _headQ;
    private readonly Vessels _vesselQ;

    public ThoraxSlice(ThoraxAnatomy anatomy, float y, float z)
    {
        _anatomy = anatomy;
        (Y, Z) = (y, z);
        _cageWidth = anatomy.CageHalfWidth(y);
        _cageDepth = anatomy.CageHalfDepth(y);
        _cageQ = Square((z - ThoraxAnatomy.CageCentre(y)) / MathF.Max(_cageDepth, 1));
        _cageCore = Core(Ramp / 2, MathF.Min(_cageDepth, _cageWidth));
        _drop = anatomy.DiaphragmDrop(z);
        _slab = anatomy.SlabHalfWidth(y, z);
        var wall = 14 + anatomy.Fat * (1 + anatomy.Childlike);
        var shoulders = MathF.Max(0, y - 95 - 50 * anatomy.Childlike);
        _torsoWidth = anatomy.HalfWidth + wall + 4 + 0.03f * MathF.Max(0, -y) - 0.005f * shoulders * shoulders;
        _torsoDepth = anatomy.HalfDepth + 0.75f * wall + 4 - 0.014f * shoulders * shoulders;
        _torsoQ = _torsoDepth > 4 && y < 170 + 60 * anatomy.Childlike ? Square((z + 6) / _torsoDepth) : 9;
        // An ellipse lies within the rounded trunk: inside its core there is nothing but lean tissue.
        _torsoCore = _torsoQ < 1 ? Core(anatomy.Fat + 4, _torsoDepth) : -1;
        _behind = 0.62f * MathF.Abs(z + 18);
        _neckQ = y > 105 ? Square((z + 18) / 64) : 9;
        // A small child has hardly any neck: the chin is on the film.
        _headQ = anatomy.Childlike > 0 && y > 150 ? Square((y - 232) / 62) + Square((z - 5) / 84) : 9;
        var (v, a) = anatomy.Heart;
        _ventriclesQ = Square((z - v.Z) / v.RadiusZ);
        _atriumQ = Square((y - a.Y) / a.RadiusY) + Square((z - a.Z) / a.RadiusZ);
        _mediastinumReach = _slab + 8;
        for (var i = 0; i < anatomy.Mediastinum.Length; i++)
        {
            ref readonly var e = ref anatomy.Mediastinum[i];
            _vesselQ[i] = Square((y - e.Y) / e.RadiusY) + Square((z - e.Z) / e.RadiusZ);
            if (_vesselQ[i] <= 1.5f)
                _mediastinumReach = MathF.Max(_mediastinumReach, MathF.Abs(e.X) + 1.5f * e.RadiusX);
        }
        LungDensity = 1.1f - 0.2f * Math.Clamp((y - ThoraxAnatomy.Base) / 300, 0, 1) - 0.0006f * z;
    }

    public float Y { get; }
    public float Z { get; }

    /// <summary>Density of the lung against its mean: heavier below and behind.</summary>
    public float LungDensity { get; }

    /// <summary>Coverage by the body, and the share of fat in it.</summary>
    public (float Body, float Fat) Body(float x)
    {
        var (away, child) = (MathF.Abs(x), _anatomy.Childlike);
        var torso = -99f;
        if (_torsoQ < 1.2f)
        {
            var across = Square(x / _torsoWidth);
            if (_torsoQ + across <= _torsoCore)
                return (1, 0);
            if (_torsoQ + across < 1.6f)
                torso = (1 - SquareRound(_torsoQ, across)) * _torsoDepth;
        }
        var depth = torso;
        if (Y > 30)
        {
            depth = Capsule(
                away,
                42,
                138 + 30 * child,
                182,
                104 + 62 * child,
                43 + 10 * child + 0.35f * _anatomy.Fat,
                depth
            );
        }

        if (away > 130)
            depth = Capsule(away, 206, 104 + 60 * child, 236, -160 + 290 * child, 44 + 0.3f * _anatomy.Fat, depth);
        if (_neckQ < 1.2f)
            depth = MathF.Max(depth, (1 - MathF.Sqrt(_neckQ + Square(x / (60 + 0.4f * _anatomy.Fat)))) * 60);
        if (_headQ < 1.2f)
            depth = MathF.Max(depth, (1 - MathF.Sqrt(_headQ + Square(x / 78))) * 60);
        var body = Cover(depth);
        return (body, body <= 0 ? 0 : 1 - Math.Clamp((depth - _anatomy.Fat) / 4, 0, 1));
    }

    /// <summary>Coverage by the inside of the rib cage.</summary>
    public float Cage(float x)
    {
        if (_cageQ > 1.1f || MathF.Abs(x) > _cageWidth + Ramp)
            return 0;
        var square = _cageQ + Square(x / MathF.Max(_cageWidth, 1));
        if (square <= _cageCore)
            return 1;
        var q = MathF.Sqrt(square);
        return Cover((1 - q) * MathF.Min(_cageDepth, _cageWidth));
    }

    /// <summary>Distance from the lateral wall of the cage, inwards.</summary>
    public float WallDistance(float x) => _cageWidth * MathF.Sqrt(MathF.Max(0, 1 - _cageQ)) - MathF.Abs(x);

    public float AboveDiaphragm(float x)
    {
        if (Y > _anatomy.DomeRight + Ramp)
            return 1;
        var half = _anatomy.HalfWidth;
        var right = x < 0;
        var lateral = (x - (right ? -0.47f : 0.5f) * half) / (0.48f * half);
        var square = lateral * lateral;
        var surface = (right ? _anatomy.DomeRight : _anatomy.DomeLeft) - _drop - 40 * square * (0.75f + 0.25f * square);
        return Math.Clamp(0.5f + (Y - surface) / 4.5f, 0, 1);
    }

    public float Heart(float x)
    {
        var (v, a) = _anatomy.Heart;
        var ventricles = 0f;
        if (_ventriclesQ < 1.4f)
        {
            var (sine, cosine) = _anatomy.HeartTilt;
            var (dx, dy) = (x - v.X, Y - v.Y);
            var q =
                Square((dx * cosine - dy * sine) / v.RadiusX)
                + Square((dx * sine + dy * cosine) / v.RadiusY)
                + _ventriclesQ;
            ventricles = q < 1.4f ? Cover((1 - MathF.Sqrt(q)) * v.RadiusY) : 0;
        }
        if (_atriumQ >= 1.4f)
            return ventricles;
        var p = Square((x - a.X) / a.RadiusX) + _atriumQ;
        return p < 1.4f ? MathF.Max(ventricles, Cover((1 - MathF.Sqrt(p)) * a.RadiusX)) : ventricles;
    }

    /// <summary>Coverage by the tissue between the lungs and the great vessels.</summary>
    public float Mediastinum(float x)
    {
        if (MathF.Abs(x) > _mediastinumReach)
            return 0;
        // Where the lungs nearly touch, the tissue between them thins out gradually.
        var most = Math.Clamp(0.5f + (_slab - MathF.Abs(x)) / 15, 0, 1);
        var vessels = _anatomy.Mediastinum;
        for (var i = 0; i < vessels.Length; i++)
        {
            if (_vesselQ[i] > 1.5f)
                continue;
            ref readonly var e = ref vessels[i];
            var q = _vesselQ[i] + Square((x - e.X) / e.RadiusX);
            if (q < 2)
                most = MathF.Max(most, Cover((1 - MathF.Sqrt(q)) * e.RadiusX));
        }
        return most;
    }

    /// <summary>Coverage by the air of the stomach, flat where it lies on fluid.</summary>
    public float GastricAir(float x)
    {
        if (_anatomy.GastricBubble is not { } e)
            return 0;
        var q = Square((x - e.X) / e.RadiusX) + Square((Y - e.Y) / e.RadiusY) + Square((Z - e.Z) / e.RadiusZ);
        if (q > 1.6f)
            return 0;
        var level = e.Y - 0.45f * e.RadiusY;
        return MathF.Min(Cover((1 - MathF.Sqrt(q)) * e.RadiusY), Math.Clamp(0.5f + (Y - level) / 2, 0, 1));
    }

    /// <summary>
    /// Depth inside a thick line from (x1, y1) to (x2, y2) at the depth of the shoulders, or
    /// <paramref name="least"/> where that is more.
    /// </summary>
    private float Capsule(float x, float x1, float y1, float x2, float y2, float radius, float least)
    {
        var beside = MathF.Max(x1 - x, x - x2);
        var beyond = MathF.Max(MathF.Min(y1, y2) - Y, Y - MathF.Max(y1, y2));
        if (radius - MathF.Max(_behind, MathF.Max(beside, beyond)) <= MathF.Max(least, -Ramp))
            return least;
        var (dx, dy) = (x2 - x1, y2 - y1);
        var t = Math.Clamp(((x - x1) * dx + (Y - y1) * dy) / (dx * dx + dy * dy), 0, 1);
        var distance = MathF.Sqrt(Square(x - x1 - t * dx) + Square(Y - y1 - t * dy) + Square(_behind));
        return MathF.Max(least, radius - distance);
    }

    /// <summary>The squared share of an ellipse's radius up to which a point is at least that deep inside.</summary>
    private static float Core(float depth, float radius) => radius > depth ? Square(1 - depth / radius) : -1;

    private static float Cover(float depth) => Math.Clamp(0.5f + depth / Ramp, 0, 1);

    /// <summary>Between an ellipse and a rounded rectangle: a trunk is fuller at its corners than an ellipse.</summary>
    private static float SquareRound(float a, float b) =>
        0.3f * MathF.Sqrt(a + b) + 0.7f * MathF.Sqrt(MathF.Sqrt(a * a + b * b));

    private static float Square(float value) => value * value;

    [System.Runtime.CompilerServices.InlineArray(MostVessels)]
    private struct Vessels
    {
        private float _first;
    }
}
