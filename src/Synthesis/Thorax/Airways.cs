namespace Xinglin.Synthesis.Thorax;

/// <summary>Trachea and main bronchi: air in the mediastinum.</summary>
internal static class Airways
{
    public static IEnumerable<Tube> Tubes(ThoraxAnatomy anatomy, Attenuation mu)
    {
        var air = mu.Air - mu.Soft;
        var shift = 2.5f; // the arch of the aorta pushes the trachea a little to the right
        yield return Round((0, 215, -8, 8.2f), (0, 150, -14, 8.4f), (-shift, 90, -20, 8.6f), (-shift, 52, -22, 9f));
        yield return Round((-shift, 56, -22, 6.5f), (-14, 40, -20, 7f), (-30, 24, -18, 6f), (-40, 10, -18, 4.5f));
        yield return Round((-shift, 56, -22, 6f), (14, 42, -22, 6f), (32, 30, -22, 5.4f), (46, 20, -22, 4.2f));

        Tube Round(params (float X, float Y, float Z, float R)[] points) =>
            new(
                [.. points.Select(p => new TubePoint(p.X, p.Y, p.Z, p.R))],
                0.9f,
                0,
                0,
                air * (1 - 0.2f * anatomy.Childlike)
            );
    }
}
