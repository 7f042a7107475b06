using System.Text.Json.Nodes;

namespace Xinglin.Learning.Evaluation.Decisions;

/// <summary>From which probability a class is acted on, judged against all other classes together.</summary>
/// <param name="Class">Its place among the classes.</param>
public sealed record ClassDecision(int Class, DecisionCurve Curve, OperatingPoint Point)
{
    /// <summary>
    /// With two classes the decision on the second, the positive one: the first is its complement. With more, one for each class.
    /// </summary>
    /// <param name="p">[rows][classes], best from rows not trained on.</param>
    /// <param name="point">Chooses or holds a threshold, from the class, its probabilities and whether each row is of it.</param>
    public static IReadOnlyList<ClassDecision> OfEach(
        double[][] p,
        int[] labels,
        Func<int, double[], bool[], OperatingPoint> point
    )
    {
        var classes = p[0].Length;
        return
        [
            .. Enumerable
                .Range(0, classes)
                .Skip(classes == 2 ? 1 : 0)
                .Select(c =>
                {
                    var stated = Array.ConvertAll(p, row => row[c]);
                    var truth = Array.ConvertAll(labels, label => label == c);
                    return new ClassDecision(c, DecisionCurve.Of(stated, truth), point(c, stated, truth));
                }),
        ];
    }

    public JsonObject ToJson(IReadOnlyList<string> classes) =>
        new()
        {
            ["class"] = classes[Class],
            ["decision_curve"] = Curve.ToJson(),
            ["operating_point"] = Point.ToJson(),
        };
}
