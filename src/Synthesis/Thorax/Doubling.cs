namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// Twice the rows and columns of a square image, by the cubic of Catmull and Rom (1974): smooth, through the given
/// values. Values below 0 are cut off.
/// </summary>
internal static class Doubling
{
    // The cubic a quarter of the way between two given pixels, where the centres of the new ones lie.
    private const float Outer = -0.0703125f;
    private const float Near = 0.8671875f;
    private const float Far = 0.2265625f;
    private const float Beyond = -0.0234375f;

    public static float[] Of(float[] image, int size)
    {
        var wide = new float[2 * size * size];
        Parallel.For(
            0,
            size,
            row =>
            {
                var line = image.AsSpan(row * size, size);
                for (var column = 0; column < 2 * size; column++)
                    wide[2 * row * size + column] = Between(line, column);
            }
        );
        var large = new float[4 * size * size];
        Parallel.For(
            0,
            2 * size,
            row =>
            {
                var (middle, towards) = (row / 2, row % 2 == 0 ? -1 : 1);
                var rows = (
                    At: Line(middle - towards),
                    Near: Line(middle),
                    Far: Line(middle + towards),
                    Beyond: Line(middle + 2 * towards)
                );
                for (var column = 0; column < 2 * size; column++)
                {
                    var value =
                        Outer * wide[rows.At + column]
                        + Near * wide[rows.Near + column]
                        + Far * wide[rows.Far + column]
                        + Beyond * wide[rows.Beyond + column];
                    large[2 * row * size + column] = MathF.Max(0, value);
                }
            }
        );
        return large;

        int Line(int row) => 2 * size * Math.Clamp(row, 0, size - 1);
    }

    private static float Between(ReadOnlySpan<float> line, int column)
    {
        var (middle, towards) = (column / 2, column % 2 == 0 ? -1 : 1);
        var last = line.Length - 1;
        return Outer * line[Math.Clamp(middle - towards, 0, last)]
            + Near * line[middle]
            + Far * line[Math.Clamp(middle + towards, 0, last)]
            + Beyond * line[Math.Clamp(middle + 2 * towards, 0, last)];
    }
}
