using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Learning.Onnx;

/// <summary>From the scores of the classes to calibrated probabilities, as <see cref="Evaluation.Calibration"/> does it.</summary>
internal static class CalibrationGraph
{
    /// <param name="scores">[B, classes], up to a common addend of each row.</param>
    /// <param name="calibration">As <c>model.json</c> holds it.</param>
    /// <param name="prior">Factors of the classes, or null.</param>
    /// <returns>[B, classes]</returns>
    /// <exception cref="InvalidInputException">The kind of calibration is unknown here.</exception>
    public static string Probabilities(
        OnnxLayers layers,
        string scores,
        int classes,
        JsonNode calibration,
        IReadOnlyList<double>? prior
    )
    {
        var graph = layers.Graph;
        double Of(string name) => (double)calibration[name]!;
        var kind = (string?)calibration["kind"];
        string Softmax(string x) => graph.Node("Softmax", [x], ("axis", 1L));
        // The log-odds of the second class, [B, 1].
        string LogOdds() => graph.Node("MatMul", [scores, graph.Constant([-1f, 1f], 2, 1)]);
        var p = kind switch
        {
            "none" => Softmax(scores),
            "temperature" => Softmax(layers.Scaled(scores, 1 / Of("t"))),
            "platt" when classes == 2 => Both(
                Sigmoid(layers.Add(layers.Scaled(LogOdds(), Of("slope")), graph.Scalar(Of("intercept"))))
            ),
            "beta" when classes == 2 => Both(Sigmoid(Beta(LogOdds()))),
            "isotonic" when classes == 2 => Both(Isotonic(LogOdds())),
            _ => throw new InvalidInputException($"model.json, calibration '{kind}'", "This version cannot export it."),
        };
        if (prior is null)
            return p;
        var shifted = layers.Multiply(p, graph.Constant([.. prior.Select(one => (float)one)], prior.Count));
        var sum = graph.Node("ReduceSum", [shifted, graph.Integers(1)], ("keepdims", 1L));
        return graph.Node("Div", [shifted, sum]);

        string Sigmoid(string z) => graph.Node("Sigmoid", [z]);

        string Both(string positive) => layers.Concat(1, graph.Node("Sub", [graph.Scalar(1), positive]), positive);

        // ln p = −softplus(−z), ln(1 − p) = −softplus(z); p is kept within a millionth of 0 and 1.
        string Beta(string z)
        {
            const double most = 13.815509557963774;
            var kept = graph.Node("Clip", [z, graph.Scalar(-most), graph.Scalar(most)]);
            var lnP = graph.Node("Neg", [graph.Node("Softplus", [graph.Node("Neg", [kept])])]);
            var minusLnQ = graph.Node("Softplus", [kept]);
            return layers.Add(
                layers.Add(layers.Scaled(lnP, Of("a")), layers.Scaled(minusLnQ, Of("b"))),
                graph.Scalar(Of("c"))
            );
        }

        // Straight lines between points as a sum of ramps, in 64-bit numbers since a step may be steep.
        string Isotonic(string z)
        {
            double[] from = [.. calibration["from"]!.AsArray().Select(v => (double)v!)],
                to = [.. calibration["to"]!.AsArray().Select(v => (double)v!)];
            var steps = Enumerable.Range(0, from.Length - 1).Where(i => from[i + 1] > from[i]).ToArray();
            if (steps.Length == 0)
                return layers.Add(layers.Scaled(z, 0), graph.Scalar(to[0]));
            double[] starts = [.. steps.Select(i => from[i])],
                widths = [.. steps.Select(i => from[i + 1] - from[i])],
                slopes = [.. steps.Select(i => (to[i + 1] - to[i]) / (from[i + 1] - from[i]))];
            var raw = Sigmoid(graph.Node("Cast", [z], ("to", 11L))); // [B, 1]
            var past = graph.Node("Sub", [raw, graph.Doubles(starts, 1, starts.Length)]); // [B, steps]
            var within = graph.Node("Min", [graph.Node("Relu", [past]), graph.Doubles(widths, 1, widths.Length)]);
            var risen = graph.Node("MatMul", [within, graph.Doubles(slopes, slopes.Length, 1)]);
            var sum = graph.Node("Add", [risen, graph.Doubles([to[0]], 1, 1)]);
            return graph.Node("Cast", [sum], ("to", 1L));
        }
    }
}
