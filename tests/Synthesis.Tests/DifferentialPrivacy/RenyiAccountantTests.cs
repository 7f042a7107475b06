using Xinglin.Synthesis.DifferentialPrivacy;

namespace Xinglin.Synthesis.Tests.DifferentialPrivacy;

/// <summary>Against values that others published; each source is named.</summary>
public sealed class RenyiAccountantTests
{
    [Theory]
    [InlineData(1.5, 6.5007e-04)]
    [InlineData(2.5, 1.08548710e-03)]
    [InlineData(5, 2.18075656e-03)]
    [InlineData(50, 2.38460375e-02)]
    [InlineData(100, 1.67416308e02)]
    public void Divergences_of_fifty_subsampled_steps_are_those_of_Googles_accountant(double order, double published) =>
        // google/differential-privacy, dp_accounting/rdp/rdp_privacy_accountant_test.py: rate 0.01, noise 2.5, 50 steps.
        // Its first version has 6.5007e-04 at order 1.5, which integrating the divergence numerically gives too; a later one is looser there.
        (50 * RenyiAccountant.Divergence(0.01, 2.5, order))
            .Should()
            .BeApproximately(published, 1e-4 * published);

    [Fact]
    public void A_constant_divergence_becomes_the_epsilon_worked_out_by_hand()
    {
        // The same test file: divergence 1.1 at orders 2 to 32, delta 1e-5.
        double[] orders = [.. Enumerable.Range(2, 31).Select(i => (double)i)];
        RenyiAccountant
            .Epsilon(orders, [.. orders.Select(_ => 1.1)], 1e-5)
            .Should()
            .BeApproximately(1.32783806176, 1e-9);
    }

    [Fact]
    public void The_plain_Gaussian_mechanism_reaches_epsilon_one_at_the_published_noise()
    {
        // The same test file: noise 4.530877117 gives exactly (1, 1e-6) at finely spaced orders; ours are coarser.
        var account = new RenyiAccountant();
        account.Add(1, 4.530877117);
        account.Epsilon(1e-6).Should().BeInRange(1, 1.005);
    }

    [Fact]
    public void The_MNIST_tutorial_of_TensorFlow_Privacy_costs_epsilon_three()
    {
        // tensorflow/privacy, tutorials/README.md: N 60000, batch 256, noise 1.1, 60 epochs, delta 1e-5: eps = 3.01 (older conversion).
        var account = new RenyiAccountant();
        account.Add(256.0 / 60_000, 1.1, 60 * 60_000 / 256);
        account.ClassicEpsilon(1e-5).Should().BeApproximately(3.01, 0.01);
        account.Epsilon(1e-5).Should().BeInRange(2.4, 3.0);
    }

    [Fact]
    public void Ten_thousand_steps_of_Abadis_example_cost_what_the_moments_accountant_said()
    {
        // Abadi et al., CCS 2016, section 3.2: q 0.01, sigma 4, T 10000, delta 1e-5: epsilon 1.26.
        var account = new RenyiAccountant();
        account.Add(0.01, 4, 10_000);
        account.ClassicEpsilon(1e-5).Should().BeApproximately(1.26, 0.01);
    }

    [Fact]
    public void The_noise_found_for_an_epsilon_keeps_it()
    {
        var noise = RenyiAccountant.NoiseFor(3, 1e-5, 0.01, 1_000);
        var account = new RenyiAccountant();
        account.Add(0.01, noise, 1_000);
        account.Epsilon(1e-5).Should().BeInRange(2.98, 3);
    }

    [Fact]
    public void Fractional_orders_lie_between_the_whole_ones_about_them()
    {
        for (var order = 2; order < 40; order++)
        {
            var between = RenyiAccountant.Divergence(0.05, 1.3, order + 0.5);
            between.Should().BeGreaterThan(RenyiAccountant.Divergence(0.05, 1.3, order));
            between.Should().BeLessThan(RenyiAccountant.Divergence(0.05, 1.3, order + 1));
        }
    }

    [Fact]
    public void A_row_that_is_never_drawn_costs_nothing_and_no_noise_costs_everything()
    {
        RenyiAccountant.Divergence(0, 1, 2).Should().Be(0);
        RenyiAccountant.Divergence(0.1, 0, 2).Should().Be(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(1201, 0.0004)]
    [InlineData(303, 0.0018)]
    [InlineData(61350, 0.0000054)]
    public void The_usual_delta_is_kept_and_stated_with_two_digits(int rows, double delta)
    {
        var usual = PrivacyBudget.Of(3, null, rows).Delta;
        usual.Should().BeApproximately(delta, 1e-15);
        usual.Should().BeLessThanOrEqualTo(Math.Pow(rows, -1.1));
    }
}
