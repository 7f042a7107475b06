using Xinglin.Formats.Images;

namespace Xinglin.Learning.Tests.Images;

/// <summary>Images that are no chest films, drawn with a seed.</summary>
internal static class StrangeImages
{
    private const int Size = 96;

    public static IEnumerable<(string Kind, Image Image)> Of(int each, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < each; i++)
        {
            yield return ("noise", Draw((_, _) => random.Next(256)));
            yield return ("tracing", Tracing(random, dark: i % 2 == 0));
            yield return ("photograph", Photograph(random));
            yield return ("uniform", Draw((_, _) => 10 * i % 256));
            yield return ("text page", Page(random));
        }
    }

    /// <summary>Three rows of heart beats on paper, as an electrocardiogram prints them.</summary>
    private static Image Tracing(Random random, bool dark)
    {
        double rate = 10 + 14 * random.NextDouble(),
            height = 8 + 10 * random.NextDouble(),
            shift = 20 * random.NextDouble();
        return Draw(
            (x, y) =>
            {
                var row = y / 32;
                var beat = (x + shift + 3 * row) % rate;
                var line =
                    32 * row
                    + 20
                    - (
                        beat < 1.5 ? height * beat / 1.5
                        : beat < 3 ? height * (3 - beat) / 1.5
                        : 0
                    );
                var ink = Math.Abs(y - line) < 1 + (beat < 3 ? 2 : 0);
                var grid = x % 8 == 0 || y % 8 == 0 ? 20 : 0;
                return dark ? (ink ? 230 : 15 + grid) : (ink ? 20 : 245 - grid);
            }
        );
    }

    /// <summary>A coloured scene turned grey: sky, ground, round and square things with edges.</summary>
    private static Image Photograph(Random random)
    {
        var things = Enumerable
            .Range(0, 12)
            .Select(_ =>
                (
                    X: random.Next(Size),
                    Y: random.Next(Size),
                    Reach: random.Next(5, 26),
                    Grey: random.Next(256),
                    Round: random.Next(2) == 0
                )
            )
            .ToArray();
        double horizon = 30 + 40 * random.NextDouble();
        return Draw(
            (x, y) =>
            {
                double grey = y < horizon ? 190 - y : 60 + 0.6 * y;
                foreach (var thing in things)
                {
                    var (dx, dy) = (Math.Abs(x - thing.X), Math.Abs(y - thing.Y));
                    if (thing.Round ? dx * dx + dy * dy < thing.Reach * thing.Reach : Math.Max(dx, dy) < thing.Reach)
                        grey = thing.Grey;
                }
                return grey + random.Next(-10, 11);
            }
        );
    }

    private static Image Page(Random random)
    {
        var words = Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble() < 0.6).ToArray();
        return Draw((x, y) => y % 8 < 4 && words[y / 8 * Size + x / 2] ? 30 : 250);
    }

    private static Image Draw(Func<int, int, double> value)
    {
        var values = new float[Size * Size];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
                values[y * Size + x] = (float)Math.Clamp(value(x, y), 0, 255);
        }

        return new Image(Size, Size, 1, values);
    }
}
