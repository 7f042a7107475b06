using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tests.Survival;

/// <summary>
/// The trial of Edmonson et al. (1979) as in R's survival package (ovarian; public research data): 26 women, 12 deaths, no equal times.
/// </summary>
internal static class Ovarian
{
    private static readonly double[][] Data =
    [
        [59, 1, 72.3315, 1],
        [115, 1, 74.4932, 1],
        [156, 1, 66.4658, 2],
        [421, 0, 53.3644, 1],
        [431, 1, 50.3397, 1],
        [448, 0, 56.4301, 2],
        [464, 1, 56.9370, 2],
        [475, 1, 59.8548, 2],
        [477, 0, 64.1753, 1],
        [563, 1, 55.1781, 2],
        [638, 1, 56.7562, 2],
        [744, 0, 50.1096, 1],
        [769, 0, 59.6301, 2],
        [770, 0, 57.0521, 1],
        [803, 0, 39.2712, 1],
        [855, 0, 43.1233, 2],
        [1040, 0, 38.8932, 2],
        [1106, 0, 44.6000, 1],
        [1129, 0, 53.9068, 1],
        [1206, 0, 44.2055, 1],
        [1227, 0, 59.5890, 2],
        [268, 1, 74.5041, 2],
        [329, 1, 43.1370, 1],
        [353, 1, 63.2192, 2],
        [365, 1, 64.4247, 1],
        [377, 0, 58.3096, 1],
    ];

    public static double[] Times => [.. Data.Select(r => r[0])];

    public static bool[] Events => [.. Data.Select(r => r[1] == 1)];

    /// <summary>Age, and age with performance status.</summary>
    public static Encoded Columns(int count) =>
        new(
            [.. Data.SelectMany(r => r.Skip(2).Take(count)).Select(v => (float)v)],
            Data.Length,
            count,
            [.. Enumerable.Range(0, count)]
        );
}
