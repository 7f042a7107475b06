namespace Xinglin.Learning.Segmentation;

/// <summary>Keeps of a label only its largest connected piece (neighbours share a side).</summary>
internal static class LargestComponent
{
    /// <param name="classes">Class numbers, changed in place.</param>
    /// <param name="sizes">Depth, rows, columns.</param>
    public static void Keep(byte[] classes, int[] sizes, byte label)
    {
        var piece = new int[classes.Length];
        var (largest, most, pieces) = (0, 0, 0);
        var waiting = new Stack<int>();
        for (var start = 0; start < classes.Length; start++)
        {
            if (classes[start] != label || piece[start] != 0)
                continue;
            var count = 0;
            piece[start] = ++pieces;
            waiting.Push(start);
            while (waiting.TryPop(out var at))
            {
                count++;
                foreach (var next in Neighbours(at, sizes))
                {
                    if (classes[next] == label && piece[next] == 0)
                    {
                        piece[next] = pieces;
                        waiting.Push(next);
                    }
                }
            }
            if (count > most)
                (largest, most) = (pieces, count);
        }
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] == label && piece[i] != largest)
                classes[i] = 0;
        }
    }

    private static IEnumerable<int> Neighbours(int at, int[] sizes)
    {
        var stride = sizes[1] * sizes[2];
        var (z, y, x) = (at / stride, at / sizes[2] % sizes[1], at % sizes[2]);
        if (x > 0)
            yield return at - 1;
        if (x + 1 < sizes[2])
            yield return at + 1;
        if (y > 0)
            yield return at - sizes[2];
        if (y + 1 < sizes[1])
            yield return at + sizes[2];
        if (z > 0)
            yield return at - stride;
        if (z + 1 < sizes[0])
            yield return at + stride;
    }
}
