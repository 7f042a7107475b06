namespace Xinglin.Synthesis.Thorax;

/// <summary>What the rays went through, row-major: attenuation and the lengths that the truth is made of.</summary>
/// <param name="Attenuation">∫ μ ds, without a unit.</param>
/// <param name="Lung">Length in lung, filled or not.</param>
/// <param name="Cage">Length inside the rib cage above the lowest recess.</param>
/// <param name="Heart">Length in the heart.</param>
/// <param name="Opacity">Length of replaced air.</param>
internal sealed record RayImage(
    int Size,
    float[] Attenuation,
    float[] Lung,
    float[] Cage,
    float[] Heart,
    float[] Opacity
);

/// <summary>
/// Marches rays through body, lungs, heart, great vessels, diaphragm and opacities. Borders are ramps as wide as a step,
/// so that the sum over a ray changes smoothly from pixel to pixel.
/// </summary>
internal sealed class RayCaster(ThoraxAnatomy anatomy, Beam beam, LungOpacities opacities, Attenuation mu)
{
    private const float Front = 122;
    private const float Back = -124;
    private const float Step = 3;

    /// <summary>From this size on, every second ray is cast: what is cast has no detail finer than two pixels.</summary>
    private const int Fine = 384;

    public RayImage Cast()
    {
        if (beam.Size < Fine || beam.Size % 2 != 0)
            return Cast(beam.Size, 1);
        var half = Cast(beam.Size / 2, 2);
        return new RayImage(
            beam.Size,
            Doubling.Of(half.Attenuation, half.Size),
            Doubling.Of(half.Lung, half.Size),
            Doubling.Of(half.Cage, half.Size),
            Doubling.Of(half.Heart, half.Size),
            Doubling.Of(half.Opacity, half.Size)
        );
    }

    private RayImage Cast(int size, int stride)
    {
        var image = new RayImage(
            size,
            new float[size * size],
            new float[size * size],
            new float[size * size],
            new float[size * size],
            new float[size * size]
        );
        Parallel.For(0, size, row => CastRow(image, row, stride));
        return image;
    }

    private void CastRow(RayImage image, int row, int stride)
    {
        var offset = 0.5f * (stride - 1);
        var v = beam.V(stride * row + offset);
        var (across, lengths) = (new float[image.Size], new float[image.Size]);
        for (var column = 0; column < image.Size; column++)
        {
            var u = beam.U(stride * column + offset);
            across[column] = u;
            lengths[column] = Step * MathF.Sqrt(1 + (u * u + v * v) / (beam.SourceToDetector * beam.SourceToDetector));
        }
        for (var z = Back + Step / 2; z < Front; z += Step)
        {
            var fraction = beam.Fraction(z);
            var slice = new ThoraxSlice(anatomy, v * fraction / beam.Height, z);
            for (var column = 0; column < image.Size; column++)
            {
                var x = across[column] * fraction - anatomy.Shear * z;
                March(image, row * image.Size + column, slice, x, lengths[column]);
            }
        }
    }

    private void March(RayImage image, int at, in ThoraxSlice slice, float x, float length)
    {
        var (body, fat) = slice.Body(x);
        if (body <= 0)
            return;
        var tissue = mu.Soft + (mu.Adipose - mu.Soft) * fat;
        var value = tissue;
        var cage = slice.Cage(x);
        if (cage > 0)
        {
            var above = slice.AboveDiaphragm(x);
            var heart = slice.Heart(x);
            var lung = cage * above * (1 - MathF.Max(heart, slice.Mediastinum(x)));
            if (lung > 0)
            {
                var airless = opacities.None ? 0 : opacities.At(x, slice.Y, slice.Z, slice.WallDistance(x));
                var inside = slice.LungDensity * mu.Lung;
                inside += (mu.Soft - inside) * airless;
                value += (inside - value) * lung;
                image.Lung[at] += lung * length;
                image.Opacity[at] += lung * airless * length;
            }
            image.Heart[at] += cage * heart * length;
            image.Cage[at] += cage * length;
            if (above < 1)
                value += (mu.Air - value) * slice.GastricAir(x) * (1 - above);
        }
        image.Attenuation[at] += body * value * length * anatomy.Scale;
    }
}
