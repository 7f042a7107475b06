namespace Xinglin.Synthesis.Thorax;

/// <summary>Vertebral bodies with end plates, pedicles and spinous processes, from the neck to the loins.</summary>
internal static class Spine
{
    private const float Depth = -66;

    public static IEnumerable<Tube> Bones(ThoraxAnatomy anatomy, Attenuation mu, double boneDensity)
    {
        // Much of a vertebra's brightness is already in the tissue around it: what is added here is the bone alone.
        var shell = (mu.CorticalBone - mu.Soft) * (float)boneDensity * 0.34f;
        var core = (mu.SpongyBone - mu.Soft) * (float)boneDensity * 0.34f;
        var top = 196f;
        for (var level = 0; top > -190; level++)
        {
            var height = 15.5f + 0.55f * level;
            var half = 13.5f + 0.42f * level;
            var middle = top - height / 2;
            // The body: a flat, broad bar across the midline, deep along the ray.
            yield return Bar(-half + 5, middle, half - 5, middle, height / 2, 1.5f, 0.7f, core * 1.1f);
            yield return Bar(-half + 2, top - 1, half - 2, top - 1, 1.4f, 6, 0.5f, core);
            yield return Bar(-half + 2, top - height + 1, half - 2, top - height + 1, 1.4f, 6, 0.5f, core);
            foreach (var side in (float[])[-1, 1])
            {
                var x = side * (half - 6);
                yield return Bar(x, middle + 4, x, middle + 1, 3.6f, 1.4f, 1f, core); // pedicle
                if (level is > 2 and < 16)
                    yield return Bar(side * half, middle + 2, side * (half + 15), middle + 7, 3.4f, 0.9f, 0.8f, core);
            }
            yield return Bar(0, middle - 8, 0, middle - 15, 2.6f, 2.4f, 0.8f, core); // spinous process
            top -= height + 4.5f;
        }

        Tube Bar(float x1, float y1, float x2, float y2, float radius, float flatness, float thickness, float inside) =>
            new(
                [
                    new TubePoint(x1, y1 / anatomy.Height, Depth, radius),
                    new TubePoint(x2, y2 / anatomy.Height, Depth, radius),
                ],
                flatness,
                thickness,
                shell,
                inside
            );
    }
}
