namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>A curve of numbers as one short word of block characters, the highest number as the highest block.</summary>
internal static class LossCurve
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int Longest = 24;

    /// <summary>The last numbers if there are many; empty when there is only one. A number that is none leaves a gap.</summary>
    public static string Of(IReadOnlyList<double> values)
    {
        double[] last = [.. values.Skip(values.Count - Longest)];
        var finite = last.Where(double.IsFinite).ToArray();
        if (finite.Length < 2)
            return "";
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(
            last.Select(value =>
                !double.IsFinite(value) ? ' '
                : high > low ? Blocks[(int)((value - low) / (high - low) * (Blocks.Length - 1) + 0.5)]
                : Blocks[0]
            )
        );
    }
}
