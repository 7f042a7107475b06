namespace Xinglin.Formats.Nifti;

/// <summary>
/// Which axis of a file runs (most nearly) to the right, forwards and upwards, and which of them run the other way: volumes
/// of different scanners are brought to one order before a network sees them, and its masks are brought back.
/// </summary>
/// <param name="Axes">For right, anterior, superior: the file's axis, 0 to 2.</param>
/// <param name="Turned">For each of those, whether the file's axis runs the other way.</param>
public sealed record Orientation(int[] Axes, bool[] Turned)
{
    public static Orientation Of(VolumeGeometry geometry)
    {
        var directions = geometry.Directions();
        var (axes, turned) = (new int[3], new bool[3]);
        var (worlds, files) = (new HashSet<int> { 0, 1, 2 }, new HashSet<int> { 0, 1, 2 });
        for (var step = 0; step < 3; step++)
        {
            var (world, file) = worlds
                .SelectMany(_ => files, (w, f) => (World: w, File: f))
                .MaxBy(pair => Math.Abs(directions[3 * pair.World + pair.File]) / Length(directions, pair.File));
            (axes[world], turned[world]) = (file, directions[3 * world + file] < 0);
            worlds.Remove(world);
            files.Remove(file);
        }
        return new Orientation(axes, turned);
    }

    /// <summary>Sizes (or spacings) along x, y, z of the file → along right, anterior, superior.</summary>
    public T[] Ordered<T>(IReadOnlyList<T> ofFile) => [ofFile[Axes[0]], ofFile[Axes[1]], ofFile[Axes[2]]];

    /// <summary>Values of a file of the given sizes (x, y, z) in the common order, x to the right being the quickest index.</summary>
    public T[] Upright<T>(T[] values, int[] sizes) => Moved(values, sizes, back: false);

    /// <summary>Values in the common order back in the order of a file of the given sizes (x, y, z).</summary>
    public T[] AsInFile<T>(T[] values, int[] sizes) => Moved(values, sizes, back: true);

    private T[] Moved<T>(T[] values, int[] sizes, bool back)
    {
        var upright = Ordered(sizes);
        var strides = new[] { 1, sizes[0], sizes[0] * sizes[1] };
        var moved = new T[values.Length];
        var at = 0;
        for (var s = 0; s < upright[2]; s++)
        {
            for (var a = 0; a < upright[1]; a++)
            {
                for (var r = 0; r < upright[0]; r++, at++)
                {
                    var file = Place(0, r) + Place(1, a) + Place(2, s);
                    if (back)
                        moved[file] = values[at];
                    else
                        moved[at] = values[file];
                }
            }
        }

        return moved;

        int Place(int world, int index) => strides[Axes[world]] * (Turned[world] ? upright[world] - 1 - index : index);
    }

    private static double Length(double[] directions, int file) =>
        Math.Max(
            1e-12,
            Math.Sqrt(Enumerable.Range(0, 3).Sum(world => directions[3 * world + file] * directions[3 * world + file]))
        );
}
