namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// The divergent beam of a posteroanterior film: the source behind the patient, the detector before the chest. Lengths in
/// the units of <see cref="ThoraxAnatomy"/>.
/// </summary>
internal sealed class Beam
{
    /// <summary>Where the detector lies.</summary>
    public const float DetectorZ = 125;

    private readonly float _left;
    private readonly float _top;

    public Beam(ThoraxParameters p, ThoraxAnatomy anatomy)
    {
        Size = p.Size;
        Height = anatomy.Height;
        Shear = anatomy.Shear;
        SourceToDetector = Math.Max(1800, 1200 / anatomy.Scale);
        SourceZ = DetectorZ - SourceToDetector;
        var field = (float)p.Field * 2 * 147 * 1.075f;
        Pitch = field / Size;
        _left = (float)(p.ShiftX - 0.5) * field;
        _top = (float)(0.5 + p.ShiftY) * field + 6 * Height;
    }

    public int Size { get; }
    public float Height { get; }
    public float Shear { get; }
    public float SourceToDetector { get; }
    public float SourceZ { get; }

    /// <summary>Distance between pixel centres at the detector.</summary>
    public float Pitch { get; }

    /// <summary>Where a column's centre lies on the detector.</summary>
    public float U(float column) => _left + (column + 0.5f) * Pitch;

    /// <summary>Where a row's centre lies on the detector.</summary>
    public float V(float row) => _top - (row + 0.5f) * Pitch;

    /// <summary>How much of the way from the source to the detector a depth is.</summary>
    public float Fraction(float z) => (z - SourceZ) / SourceToDetector;

    /// <summary>The pixel (column, row) on which a point of the anatomy falls, and its magnification.</summary>
    public (float Column, float Row, float Magnification) Project(float x, float y, float z)
    {
        var magnification = 1 / Fraction(z);
        var u = (x + Shear * z) * magnification;
        var v = y * Height * magnification;
        return ((u - _left) / Pitch - 0.5f, (_top - v) / Pitch - 0.5f, magnification);
    }
}
