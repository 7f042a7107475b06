using Xinglin.Dicom.Frames;

namespace Xinglin.Synthesis.Thorax;

/// <summary>A synthetic chest film and what is true of it.</summary>
/// <param name="Pixels">Row-major presentation values, 0 to 4095, larger is brighter (MONOCHROME2).</param>
/// <param name="PixelSpacing">At the detector, in mm.</param>
public sealed record ThoraxFilm(ushort[] Pixels, int Rows, int Columns, PixelSpacing PixelSpacing, ThoraxTruth Truth);

/// <summary>
/// A digital phantom of the thorax, photographed from behind to front as a hospital does. Bodies, lungs and opacities are
/// ray-marched; bones, vessels and airways are tubes whose chords are added.
/// </summary>
/// <remarks>Deterministic: the same parameters give the same pixels on any number of threads.</remarks>
public static class ThoraxPhantom
{
    /// <summary>Makes a film.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside of its stated range.</exception>
    public static ThoraxFilm Render(ThoraxParameters parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters.Size, 24);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.Size, 2048);
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters.CardiothoracicRatio, 0.35);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.CardiothoracicRatio, 0.7);
        var mu = Attenuation.At(parameters.EnergyKiloelectronvolt);
        var anatomy = new ThoraxAnatomy(parameters);
        var beam = new Beam(parameters, anatomy);
        var opacities = new LungOpacities(parameters, anatomy);
        var rays = new RayCaster(anatomy, beam, opacities, mu).Cast();
        var truth = ThoraxTruth.Measure(parameters, anatomy, rays);

        Texture(parameters, anatomy, rays, mu);
        BreastShadows.Add(parameters, anatomy, beam, mu, rays.Attenuation);

        var projector = new TubeProjector(beam, anatomy.Scale);
        IEnumerable<Tube> tubes =
        [
            .. VesselTree.Grow(parameters, anatomy, opacities, mu),
            .. Skeleton.Bones(anatomy, mu, parameters.BoneDensity * (1 - 0.25 * anatomy.Childlike)),
            .. Spine.Bones(anatomy, mu, parameters.BoneDensity * (1 - 0.25 * anatomy.Childlike)),
            .. Airways.Tubes(anatomy, mu),
        ];
        foreach (var tube in tubes)
            projector.Add(rays.Attenuation, tube);

        var pixels = new Detector(parameters, beam.Pitch).Expose(rays.Attenuation, rays.Lung);
        var spacing = beam.Pitch * anatomy.Scale;
        return new ThoraxFilm(pixels, beam.Size, beam.Size, new PixelSpacing(spacing, spacing), truth);
    }

    /// <summary>The fine net of vessels too small to be drawn one by one.</summary>
    private static void Texture(ThoraxParameters parameters, ThoraxAnatomy anatomy, RayImage rays, Attenuation mu)
    {
        var noise = new ValueNoise(parameters.Seed ^ 0x51);
        var mesh = 9f * rays.Size / 512;
        Parallel.For(
            0,
            rays.Size,
            row =>
            {
                for (var column = 0; column < rays.Size; column++)
                {
                    var at = row * rays.Size + column;
                    var air = rays.Lung[at] - rays.Opacity[at];
                    if (air > 1)
                    {
                        rays.Attenuation[at] +=
                            0.03f * air * mu.Lung * anatomy.Scale * noise.At(column, row, 0, MathF.Max(2, mesh));
                    }
                }
            }
        );
    }
}
