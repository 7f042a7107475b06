using Xinglin.Learning.Randomness;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Quality;

/// <summary>Euclidean distances between points, to the nearest ones only.</summary>
internal static class Neighbours
{
    private const int Chunk = 512;

    /// <summary>The distances from each query to its <paramref name="k"/> nearest reference points, ascending, [queries][k].</summary>
    /// <param name="queries">[N, D]</param>
    /// <param name="reference">[M, D]</param>
    /// <param name="same">The queries are the reference: a point is not its own neighbour.</param>
    public static float[][] Distances(Tensor queries, Tensor reference, int k, bool same = false)
    {
        using var noGradient = no_grad();
        var rows = (int)queries.shape[0];
        k = (int)Math.Min(k, reference.shape[0] - (same ? 1 : 0));
        var nearest = new float[rows][];
        for (var start = 0; start < rows; start += Chunk)
        {
            using var scope = NewDisposeScope();
            var part = queries.narrow(0, start, Math.Min(Chunk, rows - start));
            var distances = cdist(part, reference); // [chunk, M]
            if (same)
            {
                for (var i = 0; i < part.shape[0]; i++)
                    distances[i, start + i] = float.PositiveInfinity;
            }

            var (_, places) = distances.topk(k, 1, largest: false, sorted: true);
            // The matrix product behind cdist is right to some 1e-3 only; equal points are to be found equal.
            var points = reference.index_select(0, places.flatten()).view(part.shape[0], k, -1);
            var (exact, _) = (points - part.unsqueeze(1)).square().sum(2).sqrt().sort(1);
            var flat = exact.contiguous().data<float>().ToArray();
            for (var i = 0; i < part.shape[0]; i++)
                nearest[start + i] = flat[(i * k)..((i + 1) * k)];
        }
        return nearest;
    }

    /// <summary>The rows of a seeded sample without replacement, at most <paramref name="most"/>, in ascending order.</summary>
    public static int[] Sample(int count, int most, int seed)
    {
        var rows = Enumerable.Range(0, count).ToArray();
        if (count <= most)
            return rows;
        SeededRandom.OfDotNet(seed).Shuffle(rows);
        return [.. rows.Take(most).Order()];
    }

    /// <summary>Rows of a tensor, [rows.Length, D].</summary>
    public static Tensor Take(Tensor points, int[] rows)
    {
        using var index = tensor(Array.ConvertAll(rows, row => (long)row));
        return points.index_select(0, index);
    }
}
