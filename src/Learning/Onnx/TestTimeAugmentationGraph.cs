namespace Xinglin.Learning.Onnx;

/// <summary>
/// Views of an image for test-time augmentation, sampled in the graph at places worked out beforehand: a little closer, from
/// farther away, turned to either side; of a volume closer and farther alone.
/// </summary>
internal static class TestTimeAugmentationGraph
{
    private const double Turn = 5 * Math.PI / 180;

    /// <summary>Scale and angle, as <c>TestTimeAugmentation</c> has them; view 0 is the image as it is.</summary>
    private static readonly (double Scale, double Angle)[] Views =
    [
        (1, 0),
        (0.92, 0),
        (1.08, 0),
        (1, Turn),
        (1, -Turn),
    ];

    public static IReadOnlyList<string> Of(OnnxGraph graph, string images, int views, long[] sides)
    {
        var answer = new List<string> { images };
        for (var view = 1; view < Math.Min(views, Views.Length); view++)
            answer.Add(Sampled(graph, images, Views[view], sides));
        return answer;
    }

    /// <summary>From a view back to the image as it is.</summary>
    public static string Back(OnnxGraph graph, string maps, int view, long[] sides) =>
        Sampled(graph, maps, (1 / Views[view].Scale, -Views[view].Angle), sides);

    private static string Sampled(OnnxGraph graph, string images, (double Scale, double Angle) view, long[] sides)
    {
        var grid = graph.Constant(Grid(view, sides), [1, .. sides, sides.Length]);
        var shape = graph.Node("Shape", [images], ("start", 0L), ("end", 1L));
        var whole = graph.Node("Concat", [shape, graph.Integers([.. sides, sides.Length])], ("axis", 0L));
        return graph.Node(
            "GridSample",
            [images, graph.Node("Expand", [grid, whole])],
            ("mode", "linear"),
            ("padding_mode", "border"),
            ("align_corners", 0L)
        );
    }

    /// <summary>Where each pixel looks, in −1 to 1 along each axis, the last axis first.</summary>
    private static float[] Grid((double Scale, double Angle) view, long[] sides)
    {
        static double Middle(long i, long side) => (2 * i + 1.0) / side - 1;
        var places = new List<float>();
        if (sides.Length == 3)
        {
            var scale = view.Angle == 0 ? view.Scale : 1 + view.Angle;
            for (long z = 0; z < sides[0]; z++)
            {
                for (long y = 0; y < sides[1]; y++)
                {
                    for (long x = 0; x < sides[2]; x++)
                    {
                        places.AddRange([
                            (float)(scale * Middle(x, sides[2])),
                            (float)(scale * Middle(y, sides[1])),
                            (float)(scale * Middle(z, sides[0])),
                        ]);
                    }
                }
            }

            return [.. places];
        }
        var (sin, cos) = (Math.Sin(view.Angle) * view.Scale, Math.Cos(view.Angle) * view.Scale);
        for (long row = 0; row < sides[0]; row++)
        {
            for (long column = 0; column < sides[1]; column++)
            {
                var (x, y) = (Middle(column, sides[1]), Middle(row, sides[0]));
                places.AddRange([(float)(cos * x - sin * y), (float)(sin * x + cos * y)]);
            }
        }

        return [.. places];
    }
}
