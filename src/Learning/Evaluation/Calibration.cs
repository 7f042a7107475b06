using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation;

/// <summary>
/// A map from raw to calibrated probabilities, fitted on predictions the model had not trained on.
/// Binary maps act on the log-odds of the positive class; <see cref="Temperature"/> acts on the logarithms of all classes.
/// </summary>
public abstract record Calibration
{
    /// <summary>Probabilities as they come.</summary>
    public sealed record None : Calibration;

    /// <summary>logit p' = Slope · logit p + Intercept (Platt 1999). Two classes.</summary>
    public sealed record Platt(double Slope, double Intercept) : Calibration;

    /// <summary>
    /// A rising step function through (From, To), linear between the points and constant outside (Zadrozny and Elkan 2002,
    /// pool-adjacent-violators). Two classes.
    /// </summary>
    public sealed record Isotonic(double[] From, double[] To) : Calibration;

    /// <summary>
    /// logit p' = A ln p − B ln(1 − p) + C with A, B ≥ 0 (Kull et al. 2017): bends either end by itself. Two classes.
    /// </summary>
    public sealed record Beta(double A, double B, double C) : Calibration;

    /// <summary>p' ∝ p^(1/T) (Guo et al. 2017). Any number of classes; leaves the order of the classes alone.</summary>
    public sealed record Temperature(double T) : Calibration;

    /// <summary>The calibrated probabilities of one row; a new array that sums to 1.</summary>
    public double[] Apply(double[] p) =>
        this switch
        {
            Platt platt => Binary(Sigmoid(platt.Slope * Logit(p[1]) + platt.Intercept)),
            Isotonic steps => Binary(Interpolate(steps, p[1])),
            Temperature t => Sharpen(p, 1 / t.T),
            Beta b => Binary(Sigmoid(BetaCalibration.Logit(b, p[1]))),
            _ => [.. p],
        };

    /// <summary>The kinds that suit a number of classes, simplest first.</summary>
    public static IReadOnlyList<string> Kinds(int classes) =>
        classes == 2 ? ["none", "temperature", "platt", "beta", "isotonic"] : ["none", "temperature"];

    /// <summary>Fits one kind on held-out predictions.</summary>
    public static Calibration Fit(string kind, double[][] probabilities, int[] labels) =>
        kind switch
        {
            "none" => new None(),
            "platt" => FitPlatt(probabilities, labels),
            "isotonic" => FitIsotonic(probabilities, labels),
            "temperature" => TemperatureCalibration.Fit(probabilities, labels),
            "beta" => BetaCalibration.Fit(probabilities, labels),
            _ => throw new ArgumentException(
                $"Calibration '{kind}' is not one of none, temperature, platt, beta, isotonic."
            ),
        };

    /// <summary>
    /// The kind with the least log loss when fitted on the other folds and scored on each fold in turn. A kind replaces
    /// a simpler one only if it is better by more than one standard error of the difference.
    /// </summary>
    public static string Choose(double[][] probabilities, int[] labels, int[] folds)
    {
        var kinds = Kinds(probabilities[0].Length);
        var best = kinds[0];
        var bestLosses = HeldOutLosses(best, probabilities, labels, folds);
        foreach (var kind in kinds.Skip(1))
        {
            var losses = HeldOutLosses(kind, probabilities, labels, folds);
            var gains = losses.Select((loss, i) => bestLosses[i] - loss).ToArray();
            var mean = gains.Average();
            var error = Math.Sqrt(
                gains.Sum(g => (g - mean) * (g - mean)) / gains.Length / Math.Max(1, gains.Length - 1)
            );
            if (mean > error)
                (best, bestLosses) = (kind, losses);
        }
        return best;
    }

    public JsonObject ToJson() =>
        this switch
        {
            Platt p => new()
            {
                ["kind"] = "platt",
                ["slope"] = p.Slope,
                ["intercept"] = p.Intercept,
            },
            Isotonic i => new()
            {
                ["kind"] = "isotonic",
                ["from"] = new JsonArray([.. i.From.Select(v => JsonValue.Create(v))]),
                ["to"] = new JsonArray([.. i.To.Select(v => JsonValue.Create(v))]),
            },
            Temperature t => new() { ["kind"] = "temperature", ["t"] = t.T },
            Beta b => new()
            {
                ["kind"] = "beta",
                ["a"] = b.A,
                ["b"] = b.B,
                ["c"] = b.C,
            },
            _ => new() { ["kind"] = "none" },
        };

    /// <exception cref="FormatException">The kind is unknown.</exception>
    public static Calibration FromJson(JsonNode json) =>
        (string?)json["kind"] switch
        {
            "none" => new None(),
            "platt" => new Platt((double)json["slope"]!, (double)json["intercept"]!),
            "isotonic" => new Isotonic(
                [.. json["from"]!.AsArray().Select(v => (double)v!)],
                [.. json["to"]!.AsArray().Select(v => (double)v!)]
            ),
            "temperature" => new Temperature((double)json["t"]!),
            "beta" => new Beta((double)json["a"]!, (double)json["b"]!, (double)json["c"]!),
            var kind => throw new FormatException($"calibration '{kind}' is unknown"),
        };

    /// <summary>Whether log-odds stay a straight line of log-odds, so that contributions can be scaled along.</summary>
    public bool IsLinear => this is None or Platt or Temperature;

    public static double Logit(double p)
    {
        p = Math.Clamp(p, Metrics.Smallest, 1 - Metrics.Smallest);
        return Math.Log(p / (1 - p));
    }

    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double[] Binary(double p) => [1 - p, p];

    private static double[] HeldOutLosses(string kind, double[][] probabilities, int[] labels, int[] folds)
    {
        var losses = new double[labels.Length];
        foreach (var fold in folds.Distinct())
        {
            var others = Enumerable.Range(0, labels.Length).Where(i => folds[i] != fold).ToArray();
            var map = Fit(kind, [.. others.Select(i => probabilities[i])], [.. others.Select(i => labels[i])]);
            for (var i = 0; i < labels.Length; i++)
            {
                if (folds[i] == fold)
                    losses[i] = -Math.Log(Math.Max(map.Apply(probabilities[i])[labels[i]], 1e-6));
            }
        }
        return losses;
    }

    /// <summary>Newton's method on slope and intercept with Platt's smoothed targets, which keep it finite.</summary>
    private static Platt FitPlatt(double[][] probabilities, int[] labels)
    {
        double positives = labels.Count(l => l == 1),
            negatives = labels.Length - positives;
        double high = (positives + 1) / (positives + 2),
            low = 1 / (negatives + 2);
        var logits = probabilities.Select(p => Logit(p[1])).ToArray();
        var targets = labels.Select(l => l == 1 ? high : low).ToArray();
        double Loss(double slope, double intercept)
        {
            double sum = 0;
            for (var i = 0; i < logits.Length; i++)
                sum += SoftPlus(slope * logits[i] + intercept) - targets[i] * (slope * logits[i] + intercept);
            return sum;
        }

        double a = 1,
            b = 0;
        for (var step = 0; step < 100; step++)
        {
            double ga = 0,
                gb = 0,
                haa = 1e-9,
                hab = 0,
                hbb = 1e-9;
            for (var i = 0; i < labels.Length; i++)
            {
                var (x, p) = (logits[i], Sigmoid(a * logits[i] + b));
                var error = p - targets[i];
                var w = p * (1 - p);
                (ga, gb) = (ga + error * x, gb + error);
                (haa, hab, hbb) = (haa + w * x * x, hab + w * x, hbb + w);
            }
            var determinant = haa * hbb - hab * hab;
            var (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant);
            var now = Loss(a, b);
            double share = 1;
            while (share > 1e-6 && !(Loss(a - share * da, b - share * db) <= now))
                share /= 2;
            (a, b) = (a - share * da, b - share * db);
            if (Math.Abs(da) + Math.Abs(db) < 1e-9)
                break;
        }
        return a > 0 ? new Platt(a, b) : new Platt(1, 0);
    }

    /// <summary>log(1 + eᶻ) without overflow.</summary>
    private static double SoftPlus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));

    private static Isotonic FitIsotonic(double[][] probabilities, int[] labels)
    {
        var order = Enumerable.Range(0, labels.Length).OrderBy(i => probabilities[i][1]).ToArray();
        var blocks = new List<(double Sum, double Weight, double From)>();
        foreach (var i in order)
        {
            blocks.Add((labels[i] == 1 ? 1 : 0, 1, probabilities[i][1]));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Weight >= blocks[^1].Sum / blocks[^1].Weight)
            {
                var (left, right) = (blocks[^2], blocks[^1]);
                var weight = left.Weight + right.Weight;
                blocks.RemoveRange(blocks.Count - 2, 2);
                var centre = (left.From * left.Weight + right.From * right.Weight) / weight;
                blocks.Add((left.Sum + right.Sum, weight, centre));
            }
        }
        // Laplace's rule within a block keeps a stated probability away from 0 and 1.
        return new Isotonic(
            [.. blocks.Select(b => b.From)],
            Rising([.. blocks.Select(b => (b.Sum + 0.5) / (b.Weight + 1))])
        );
    }

    private static double[] Rising(double[] values)
    {
        for (var i = 1; i < values.Length; i++)
            values[i] = Math.Max(values[i], values[i - 1]);
        return values;
    }

    private static double Interpolate(Isotonic steps, double p)
    {
        var at = Array.BinarySearch(steps.From, p);
        if (at >= 0)
            return steps.To[at];
        at = ~at;
        if (at == 0)
            return steps.To[0];
        if (at == steps.From.Length)
            return steps.To[^1];
        var share = (p - steps.From[at - 1]) / (steps.From[at] - steps.From[at - 1]);
        return steps.To[at - 1] + share * (steps.To[at] - steps.To[at - 1]);
    }

    private static double[] Sharpen(double[] p, double power)
    {
        var top = p.Max();
        var sharp = p.Select(v => Math.Pow(Math.Max(v, Metrics.Smallest) / top, power)).ToArray();
        var sum = sharp.Sum();
        return [.. sharp.Select(v => v / sum)];
    }
}
