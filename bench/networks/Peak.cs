using System.Diagnostics;
using System.Text.Json.Nodes;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Bench;

/// <summary>How quickly this machine multiplies matrices of 32-bit numbers: what any network could reach at most.</summary>
internal static class Peak
{
    private const int Side = 1024;
    private const int Turns = 12;

    public static JsonObject Run(int threads)
    {
        TorchRuntime.EnsureLoaded(threads);
        using var noGradient = no_grad();
        using var a = rand(Side, Side);
        using var b = rand(Side, Side);
        var quickest = double.PositiveInfinity;
        for (var turn = 0; turn < Turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            using var product = a.mm(b);
            quickest = Math.Min(quickest, watch.Elapsed.TotalSeconds);
        }
        return new JsonObject { ["threads"] = threads, ["gflops"] = 2.0 * Side * Side * Side / quickest / 1e9 };
    }
}
