using Xinglin.Learning.Segmentation;

namespace Xinglin.Learning.Tests.Segmentation;

public sealed class ScoreTests
{
    [Fact]
    public void Two_squares_three_places_apart_have_the_distances_and_overlap_worked_out_by_hand()
    {
        // 4 × 4 squares, one 2 columns to the right of the other: 8 places in common.
        var (one, other) = (Square(2, 2), Square(2, 4));
        var score = OverlapScore.Of(one, other, 1, [1, 12, 12], [1, 1, 1]);
        score.Dice.Should().BeApproximately(2 * 8.0 / 32, 1e-12);
        score.Iou.Should().BeApproximately(8.0 / 24, 1e-12);
        score.Hausdorff95.Should().BeApproximately(2, 1e-9);
        // Of 12 surface places each, 4 lie 2 away, 4 lie 0 or 1 away inside the other, 4 on its surface.
        score.MeanDistance.Should().BeApproximately(ByHand(one, other), 1e-9);
    }

    [Fact]
    public void Spacing_counts_along_its_own_axis()
    {
        var (one, other) = (new bool[5 * 5 * 5], new bool[5 * 5 * 5]);
        one[0] = true;
        other[2 * 25 + 3 * 5 + 4] = true;
        var (hausdorff, mean) = SurfaceDistance.Between(one, other, [5, 5, 5], [2, 0.5, 1]);
        var expected = Math.Sqrt(4 * 4 + 1.5 * 1.5 + 4 * 4);
        hausdorff.Should().BeApproximately(expected, 1e-9);
        mean.Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void Distances_are_those_of_comparing_every_place_with_every_place()
    {
        var random = new Random(11);
        int[] sizes = [4, 9, 7];
        double[] spacing = [2.5, 1, 0.7];
        bool[] Random() => [.. Enumerable.Range(0, 252).Select(_ => random.NextDouble() < 0.1)];
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (Random(), Random());
            var (_, mean) = SurfaceDistance.Between(one, other, sizes, spacing);
            mean.Should().BeApproximately(Slow(one, other, sizes, spacing), 1e-9);
        }
    }

    [Fact]
    public void A_label_that_is_absent_from_both_is_left_out_of_the_mean_and_one_missed_counts_as_nothing()
    {
        var empty = new byte[144];
        var square = Square(2, 2);
        OverlapScore.Of(empty, empty, 1, [1, 12, 12], [1, 1, 1]).Dice.Should().Be(double.NaN);
        OverlapScore.Of(empty, square, 1, [1, 12, 12], [1, 1, 1]).Dice.Should().Be(0);
        var absent = OverlapScore.Of(empty, empty, 1, [1, 12, 12], [1, 1, 1]);
        var whole = OverlapScore.Of(square, square, 1, [1, 12, 12], [1, 1, 1]);
        new OverlapReport(
            ["a"],
            [
                [absent],
                [whole],
            ],
            "px",
            0
        ).Dice.Value.Should().Be(1);
    }

    [Fact]
    public void Only_the_largest_piece_is_kept()
    {
        var classes = Square(2, 2);
        classes[143] = classes[11] = 1;
        LargestComponent.Keep(classes, [1, 12, 12], 1);
        classes.Should().Equal(Square(2, 2));
    }

    private static byte[] Square(int row, int column)
    {
        var square = new byte[144];
        for (var i = 0; i < 16; i++)
            square[(row + i / 4) * 12 + column + i % 4] = 1;
        return square;
    }

    private static double ByHand(byte[] one, byte[] other) =>
        Slow(Array.ConvertAll(one, v => v == 1), Array.ConvertAll(other, v => v == 1), [1, 12, 12], [1, 1, 1]);

    private static double Slow(bool[] one, bool[] other, int[] sizes, double[] spacing)
    {
        var (first, second) = (Surface(one, sizes), Surface(other, sizes));
        double Apart(int[] a, int[] b) => Math.Sqrt(a.Select((v, i) => Math.Pow((v - b[i]) * spacing[i], 2)).Sum());
        return first
            .Select(a => second.Min(b => Apart(a, b)))
            .Concat(second.Select(b => first.Min(a => Apart(a, b))))
            .Average();
    }

    private static int[][] Surface(bool[] shape, int[] sizes)
    {
        bool At(int z, int y, int x) =>
            z >= 0
            && z < sizes[0]
            && y >= 0
            && y < sizes[1]
            && x >= 0
            && x < sizes[2]
            && shape[(z * sizes[1] + y) * sizes[2] + x];
        return
        [
            .. Enumerable
                .Range(0, shape.Length)
                .Where(i => shape[i])
                .Select(i => new[] { i / (sizes[1] * sizes[2]), i / sizes[2] % sizes[1], i % sizes[2] })
                .Where(p =>
                    !At(p[0], p[1] - 1, p[2])
                    || !At(p[0], p[1] + 1, p[2])
                    || !At(p[0], p[1], p[2] - 1)
                    || !At(p[0], p[1], p[2] + 1)
                    || (sizes[0] > 1 && (!At(p[0] - 1, p[1], p[2]) || !At(p[0] + 1, p[1], p[2])))
                ),
        ];
    }
}
