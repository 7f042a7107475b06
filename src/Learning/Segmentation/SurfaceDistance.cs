namespace Xinglin.Learning.Segmentation;

/// <summary>
/// How far two shapes' surfaces lie apart. A surface place belongs to the shape and has a neighbour (sharing a side) that does
/// not, or lies at the image's edge. Distances are exact Euclidean (Felzenszwalb and Huttenlocher, 2012), in the given spacing.
/// </summary>
public static class SurfaceDistance
{
    /// <param name="sizes">Depth, rows, columns.</param>
    /// <param name="spacing">Length from one place to the next along each.</param>
    /// <returns>
    /// 95th percentile of all distances of one surface from the other, both ways together, and their mean (average symmetric
    /// surface distance); not a number where one of the shapes is empty.
    /// </returns>
    public static (double Hausdorff95, double Mean) Between(bool[] one, bool[] other, int[] sizes, double[] spacing)
    {
        var (first, second) = (Surface(one, sizes), Surface(other, sizes));
        if (first.Count == 0 || second.Count == 0)
            return (double.NaN, double.NaN);
        var distances = new double[first.Count + second.Count];
        var (fromSecond, fromFirst) = (Squares(second, sizes, spacing), Squares(first, sizes, spacing));
        for (var i = 0; i < first.Count; i++)
            distances[i] = Math.Sqrt(fromSecond[first[i]]);
        for (var i = 0; i < second.Count; i++)
            distances[first.Count + i] = Math.Sqrt(fromFirst[second[i]]);
        Array.Sort(distances);
        var at = 0.95 * (distances.Length - 1);
        var (low, high) = ((int)at, Math.Min((int)at + 1, distances.Length - 1));
        return (distances[low] + (at - low) * (distances[high] - distances[low]), distances.Average());
    }

    private static List<int> Surface(bool[] shape, int[] sizes)
    {
        var (rows, columns) = (sizes[1], sizes[2]);
        var places = new List<int>();
        for (var i = 0; i < shape.Length; i++)
        {
            if (!shape[i])
                continue;
            var (z, y, x) = (i / (rows * columns), i / columns % rows, i % columns);
            var inside =
                (x > 0 && shape[i - 1])
                && (x + 1 < columns && shape[i + 1])
                && (y > 0 && shape[i - columns])
                && (y + 1 < rows && shape[i + columns])
                && (
                    sizes[0] == 1
                    || (z > 0 && shape[i - rows * columns] && z + 1 < sizes[0] && shape[i + rows * columns])
                );
            if (!inside)
                places.Add(i);
        }
        return places;
    }

    /// <summary>Squared distance of every place from the nearest of <paramref name="places"/>, one axis after the other.</summary>
    private static double[] Squares(List<int> places, int[] sizes, double[] spacing)
    {
        var squares = new double[sizes[0] * sizes[1] * sizes[2]];
        Array.Fill(squares, 1e18);
        foreach (var place in places)
            squares[place] = 0;
        var strides = new[] { sizes[1] * sizes[2], sizes[2], 1 };
        var longest = sizes.Max();
        var (line, from, edge) = (new double[longest], new int[longest], new double[longest + 1]);
        for (var axis = 0; axis < 3; axis++)
        {
            if (sizes[axis] == 1)
                continue;
            for (var start = 0; start < squares.Length; start++)
            {
                if (start / strides[axis] % sizes[axis] == 0)
                    Along(squares, start, strides[axis], sizes[axis], spacing[axis], line, from, edge);
            }
        }
        return squares;
    }

    /// <summary>The lower envelope of the parabolas that stand on one line.</summary>
    private static void Along(
        double[] squares,
        int start,
        int stride,
        int count,
        double step,
        double[] line,
        int[] from,
        double[] edge
    )
    {
        for (var i = 0; i < count; i++)
            line[i] = squares[start + i * stride];
        var last = 0;
        from[0] = 0;
        edge[0] = double.NegativeInfinity;
        edge[1] = double.PositiveInfinity;
        double Meet(int a, int b) =>
            (line[b] - line[a] + step * step * ((double)b * b - (double)a * a)) / (2 * step * step * (b - a));
        for (var i = 1; i < count; i++)
        {
            var meet = Meet(from[last], i);
            while (meet <= edge[last])
                meet = Meet(from[--last], i);
            last++;
            from[last] = i;
            edge[last] = meet;
            edge[last + 1] = double.PositiveInfinity;
        }
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            while (edge[at + 1] < i)
                at++;
            squares[start + i * stride] = step * step * (i - from[at]) * (i - from[at]) + line[from[at]];
        }
    }
}
