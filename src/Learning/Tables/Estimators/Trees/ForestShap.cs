namespace Xinglin.Learning.Tables.Estimators.Trees;

/// <summary>
/// Exact Shapley values of one row of a tree's answer, features left out along the training rows' ways (TreeSHAP,
/// Lundberg et al., Nature Machine Intelligence 2020, algorithm 2; same names of its steps).
/// </summary>
internal sealed class ForestShap(DecisionTree tree, float[] row, double[,] contributions)
{
    private struct Step
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }

    /// <summary>Adds the contributions of every column [columns, outputs] of one tree.</summary>
    public static void Add(DecisionTree tree, float[] row, double[,] contributions) =>
        new ForestShap(tree, row, contributions).Walk(0, [], 0, 1, 1, -1);

    /// <summary>The mean answer over the training rows.</summary>
    public static void AddBase(DecisionTree tree, double[] sums)
    {
        for (var n = 0; n < tree.Nodes; n++)
        {
            if (tree.Feature[n] < 0)
            {
                for (var o = 0; o < tree.Outputs; o++)
                    sums[o] += tree.Value[n * tree.Outputs + o] * tree.Cover[n] / tree.Cover[0];
            }
        }
    }

    private void Walk(int node, Step[] above, int depth, double zero, double one, int feature)
    {
        var path = new Step[depth + 1];
        Array.Copy(above, path, depth);
        Extend(path, depth, zero, one, feature);
        if (tree.Feature[node] is var asked && asked < 0)
        {
            for (var i = 1; i <= depth; i++)
            {
                var share = UnwoundSum(path, depth, i) * (path[i].One - path[i].Zero);
                for (var o = 0; o < tree.Outputs; o++)
                    contributions[path[i].Feature, o] += share * tree.Value[node * tree.Outputs + o];
            }
            return;
        }
        var (hot, cold) = (tree.Left[node], tree.Left[node] + 1);
        if (!tree.GoesLeft(node, row[asked]))
            (hot, cold) = (cold, hot);
        double incomingZero = 1,
            incomingOne = 1;
        var length = depth;
        for (var i = 1; i <= depth; i++)
        {
            if (path[i].Feature == asked)
            {
                (incomingZero, incomingOne) = (path[i].Zero, path[i].One);
                Unwind(path, length, i);
                length--;
                break;
            }
        }

        var cover = tree.Cover[node];
        Walk(hot, path, length + 1, incomingZero * tree.Cover[hot] / cover, incomingOne, asked);
        Walk(cold, path, length + 1, incomingZero * tree.Cover[cold] / cover, 0, asked);
    }

    private static void Extend(Step[] path, int depth, double zero, double one, int feature)
    {
        path[depth] = new Step
        {
            Feature = feature,
            Zero = zero,
            One = one,
            Weight = depth == 0 ? 1 : 0,
        };
        for (var i = depth - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (depth + 1);
            path[i].Weight = zero * path[i].Weight * (depth - i) / (depth + 1);
        }
    }

    private static void Unwind(Step[] path, int depth, int at)
    {
        var (one, zero) = (path[at].One, path[at].Zero);
        var next = path[depth].Weight;
        for (var i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var kept = path[i].Weight;
                path[i].Weight = next * (depth + 1) / ((i + 1) * one);
                next = kept - path[i].Weight * zero * (depth - i) / (depth + 1);
            }
            else
            {
                path[i].Weight = path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }
        for (var i = at; i < depth; i++)
            (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
    }

    private static double UnwoundSum(Step[] path, int depth, int at)
    {
        var (one, zero) = (path[at].One, path[at].Zero);
        var next = path[depth].Weight;
        double total = 0;
        for (var i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var part = next * (depth + 1) / ((i + 1) * one);
                total += part;
                next = path[i].Weight - part * zero * (depth - i) / (depth + 1);
            }
            else
            {
                total += path[i].Weight / (zero * (depth - i) / (double)(depth + 1));
            }
        }
        return total;
    }
}
