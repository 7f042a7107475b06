using Xinglin.Formats.Images;

namespace Xinglin.Learning.Images;

/// <summary>
/// Where the networks looked, stretched over the whole image, row-major, 0 (nowhere) to 1 (most). What lies outside the
/// central square that the networks see is 0.
/// </summary>
public sealed record ImageHeatMap(int Rows, int Columns, float[] Values)
{
    private const int Cells = 32;

    internal static ImageHeatMap Over(Image image, float[] map, int size)
    {
        var shorter = Math.Min(image.Rows, image.Columns);
        var rows = (int)Math.Round((double)Cells * image.Rows / shorter);
        var columns = (int)Math.Round((double)Cells * image.Columns / shorter);
        var (top, left) = ((rows - Cells) / 2.0, (columns - Cells) / 2.0);
        var highest = Math.Max(map.Max(), 1e-9f);
        var values = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var y = (row + 0.5 - top) / Cells;
                var x = (column + 0.5 - left) / Cells;
                if (y is >= 0 and <= 1 && x is >= 0 and <= 1)
                    values[row * columns + column] = Between(map, size, y * size - 0.5, x * size - 0.5) / highest;
            }
        }

        return new ImageHeatMap(rows, columns, values);
    }

    private static float Between(float[] map, int size, double y, double x)
    {
        y = Math.Clamp(y, 0, size - 1);
        x = Math.Clamp(x, 0, size - 1);
        var (r, c) = ((int)y, (int)x);
        var (r2, c2) = (Math.Min(r + 1, size - 1), Math.Min(c + 1, size - 1));
        var (fy, fx) = ((float)(y - r), (float)(x - c));
        return (1 - fy) * ((1 - fx) * map[r * size + c] + fx * map[r * size + c2])
            + fy * ((1 - fx) * map[r2 * size + c] + fx * map[r2 * size + c2]);
    }
}
