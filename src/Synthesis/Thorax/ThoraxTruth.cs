namespace Xinglin.Synthesis.Thorax;

/// <summary>Where an opacity lies, as a report would say it.</summary>
public sealed record OpacityPlace(ThoraxFindings Kind, BodySide Side, LungZone Zone);

/// <summary>What is true of a synthetic film, measured from the phantom and not from the image.</summary>
/// <param name="Findings">What there is to see.</param>
/// <param name="CardiothoracicRatio">Greatest heart width over greatest inner thoracic width, from the masks.</param>
/// <param name="Opacities">Side and zone of each opacity.</param>
/// <param name="RightLung">Row-major mask of the right lung (on the left of the film).</param>
/// <param name="LeftLung">Row-major mask of the left lung.</param>
/// <param name="Heart">Row-major mask of the heart above the diaphragm.</param>
/// <param name="Opacity">Row-major mask of the lung in which at least 8 mm of air are replaced.</param>
public sealed record ThoraxTruth(
    int Seed,
    ThoraxFindings Findings,
    double AgeYears,
    double CardiothoracicRatio,
    IReadOnlyList<OpacityPlace> Opacities,
    int Rows,
    int Columns,
    bool[] RightLung,
    bool[] LeftLung,
    bool[] Heart,
    bool[] Opacity
)
{
    /// <summary>Share of the lungs' area on the film that opacities cover, 0 to 1.</summary>
    public double OpacityShare
    {
        get
        {
            var (covered, lungs) = (0, 0);
            for (var at = 0; at < Opacity.Length; at++)
            {
                covered += Opacity[at] ? 1 : 0;
                lungs += Opacity[at] || RightLung[at] || LeftLung[at] ? 1 : 0;
            }
            return lungs > 0 ? (double)covered / lungs : 0;
        }
    }

    internal static ThoraxTruth Measure(ThoraxParameters p, ThoraxAnatomy anatomy, RayImage rays)
    {
        var count = rays.Size * rays.Size;
        var (right, left, heart, opacity) = (new bool[count], new bool[count], new bool[count], new bool[count]);
        for (var at = 0; at < count; at++)
        {
            // A lung is seen where it is most of what lies between front and back of the cage.
            var share = rays.Lung[at] / MathF.Max(rays.Cage[at], 1);
            heart[at] = rays.Heart[at] > 4 && share > 0.06f;
            var seen = rays.Lung[at] > 5 && share > 0.5f && !heart[at];
            var onRight = at % rays.Size < MidlineColumn(p, rays.Size);
            right[at] = seen && onRight;
            left[at] = seen && !onRight;
            opacity[at] = rays.Opacity[at] > 8;
        }
        return new ThoraxTruth(
            p.Seed,
            Found(p),
            p.AgeYears,
            Ratio(rays.Size, right, left, heart),
            Places(p),
            rays.Size,
            rays.Size,
            right,
            left,
            heart,
            opacity
        );
    }

    private static double MidlineColumn(ThoraxParameters p, int size) => (0.5 - p.ShiftX) * size;

    private static ThoraxFindings Found(ThoraxParameters p)
    {
        var found = ThoraxFindings.Normal;
        if (p.Consolidations.Count > 0)
            found |= ThoraxFindings.Pneumonia;
        if (p.Effusions.Count > 0)
            found |= ThoraxFindings.Effusion;
        if (p.Nodules.Count > 0)
            found |= ThoraxFindings.Nodule;
        // Above 0.50 in adults (Danzer 1919), above 0.60 in small children.
        if (
            p.CardiothoracicRatio
            > (
                p.AgeYears < 5 ? 0.6
                : p.AgeYears < 16 ? 0.55
                : 0.5
            )
        )
        {
            found |= ThoraxFindings.Cardiomegaly;
        }

        return found;
    }

    private static OpacityPlace[] Places(ThoraxParameters p) =>
        [
            .. p.Consolidations.Select(c => new OpacityPlace(ThoraxFindings.Pneumonia, c.Side, c.Zone)),
            .. p.Effusions.Select(e => new OpacityPlace(ThoraxFindings.Effusion, e.Side, LungZone.Lower)),
            .. p.Nodules.Select(n => new OpacityPlace(ThoraxFindings.Nodule, n.Side, n.Zone)),
        ];

    private static double Ratio(int size, bool[] right, bool[] left, bool[] heart)
    {
        var (thorax, widest) = (0, 0);
        var (heartLeft, heartRight) = (size, -1);
        for (var row = 0; row < size; row++)
        {
            var (first, last) = (-1, -1);
            for (var column = 0; column < size; column++)
            {
                var at = row * size + column;
                if (right[at] && first < 0)
                    first = column;
                if (left[at])
                    last = column;
                if (heart[at])
                    (heartLeft, heartRight) = (Math.Min(heartLeft, column), Math.Max(heartRight, column));
            }
            if (first >= 0 && last >= 0)
                thorax = Math.Max(thorax, last - first + 1);
        }
        widest = Math.Max(0, heartRight - heartLeft + 1);
        return thorax > 0 ? (double)widest / thorax : 0;
    }
}
