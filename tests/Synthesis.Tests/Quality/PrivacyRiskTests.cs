using Xinglin.Learning.Torch;
using Xinglin.Synthesis.Images;
using Xinglin.Synthesis.Quality;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tests.Quality;

/// <summary>Measures are tested on generators whose faults are known: an honest one, a copier, and one that makes a single thing.</summary>
public sealed class PrivacyRiskTests
{
    private static Tensor Points(int count, ulong seed) => randn([count, 6], generator: new Generator(seed));

    [Fact]
    public void An_honest_sample_gives_nobody_away()
    {
        TorchRuntime.EnsureLoaded();
        var exposed = PrivacyRisk.Of(Points(800, 1), Points(800, 2), Points(800, 3), 1);
        exposed.Attack.Should().BeLessThan(0.55);
        exposed.Closer.Should().BeApproximately(0.5, 0.06);
        exposed.Ratio.Should().BeApproximately(1, 0.06);
        NearestNeighbourDuplicates
            .OfPoints(Points(800, 1), Points(800, 2), Points(800, 3), 1e-6)
            .Training.Should()
            .Be(0);
    }

    [Fact]
    public void A_copier_is_caught_by_every_measure()
    {
        TorchRuntime.EnsureLoaded();
        using var training = Points(600, 2);
        var exposed = PrivacyRisk.Of(training + Points(600, 9) * 0.02, training, Points(600, 3), 1);
        exposed.NearestAttack.Should().BeGreaterThan(0.95);
        exposed.DensityAttack.Should().BeGreaterThan(0.6);
        exposed.Closer.Should().BeGreaterThan(0.95);
        exposed.Ratio.Should().BeLessThan(0.2);
        NearestNeighbourDuplicates
            .OfPoints(training, training, Points(600, 3), 1e-6)
            .Should()
            .Be(new NearestNeighbourDuplicates(600, 0));
        NearestNeighbourDuplicates
            .OfRows(["a", "b"], ["a", "c", "d", "e"], ["b", "f"])
            .Should()
            .Be(new NearestNeighbourDuplicates(1, 2));
    }

    [Fact]
    public void A_collapsed_generator_has_precision_without_recall()
    {
        TorchRuntime.EnsureLoaded();
        var collapsed = Manifold.Of(Points(500, 1), Points(500, 2) * 0.05, 1);
        collapsed.Precision.Should().BeGreaterThan(0.9);
        collapsed.Recall.Should().BeLessThan(0.05);
        collapsed.Coverage.Should().BeLessThan(0.2);
        var honest = Manifold.Of(Points(500, 1), Points(500, 2), 1);
        honest.Recall.Should().BeGreaterThan(0.8);
        honest.Coverage.Should().BeGreaterThan(0.9);
        honest.Density.Should().BeApproximately(1, 0.15);
    }

    [Fact]
    public void The_kernel_distance_of_two_samples_of_one_source_is_near_zero_and_grows_with_a_shift()
    {
        TorchRuntime.EnsureLoaded();
        var same = KernelDistance.Of(Points(600, 1), Points(600, 2), 1).Mean;
        var shifted = KernelDistance.Of(Points(600, 1), Points(600, 2) + 1, 1).Mean;
        Math.Abs(same).Should().BeLessThan(0.05);
        shifted.Should().BeGreaterThan(10 * Math.Abs(same));
    }

    [Fact]
    public void Coincidences_that_strangers_share_are_no_copies()
    {
        PrivacyFindings.Of(0.5, copies: 30, coincidences: 28).Last().Passed.Should().BeTrue();
        PrivacyFindings.Of(0.5, copies: 60, coincidences: 28).Last().Passed.Should().BeFalse();
        PrivacyFindings.Of(0.5, copies: 1, coincidences: 0).Last().Passed.Should().BeFalse();
    }
}
