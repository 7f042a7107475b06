namespace Xinglin.Synthesis.Thorax;

/// <summary>Breasts and pectoral muscles: soft tissue in front of the chest wall, with a sharper lower border.</summary>
internal static class BreastShadows
{
    public static void Add(ThoraxParameters p, ThoraxAnatomy anatomy, Beam beam, Attenuation mu, float[] image)
    {
        var grown = p.Female && p.AgeYears >= 13;
        // Pectoral muscle in everyone; glandular and fatty tissue, half and half, in women.
        var (thickness, radius, height) = grown ? (15 + 0.6f * anatomy.Fat, 60f, -52f) : (9f, 66f, 34f);
        var tissue = grown ? 0.5f * (mu.Soft + mu.Adipose) : mu.Soft;
        foreach (var side in (float[])[-1, 1])
        {
            var (column, row, magnification) = beam.Project(side * 0.53f * anatomy.HalfWidth, height, 100);
            var across = radius * magnification / beam.Pitch;
            Parallel.For(
                (int)Math.Clamp(row - 2.3f * across, 0, beam.Size),
                (int)Math.Clamp(row + across, 0, beam.Size),
                y =>
                {
                    for (var x = 0; x < beam.Size; x++)
                    {
                        var dx = (x - column) / across;
                        var dy = (y - row) / across;
                        // Drawn out upwards and outwards, towards the armpit.
                        if (dy < 0)
                            (dx, dy) = (dx + side * 0.25f * dy, dy / 2.2f);
                        var inside = 1 - dx * dx - dy * dy;
                        if (inside > 0)
                        {
                            image[y * beam.Size + x] +=
                                thickness * MathF.Pow(inside, dy < 0 ? 1.3f : 0.8f) * tissue * anatomy.Scale;
                        }
                    }
                }
            );
        }
    }
}
