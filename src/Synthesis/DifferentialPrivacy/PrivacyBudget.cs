using System.Text.Json.Nodes;
using Xinglin.Formats;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>What a generator with differential privacy may give away of one person (ε, δ): as asked for, and as stated of it.</summary>
internal static class PrivacyBudget
{
    /// <summary>The guarantee as <c>model.json</c> states it.</summary>
    public static JsonObject Guarantee(
        double epsilon,
        double delta,
        double noise,
        double countsNoise,
        double rate,
        int steps,
        double? clip
    ) =>
        new()
        {
            ["epsilon"] = Math.Round(epsilon, 4),
            ["delta"] = delta,
            ["unit"] = "one row, present or absent",
            ["accountant"] =
                "Renyi differential privacy of the Poisson-subsampled Gaussian mechanism (Mironov et al. 2019)",
            ["covers"] =
                "weights and what model.json holds of columns; not figures and reports, nor the number of rows, the names, types and decimals of columns and the names of the target's levels, which count as public",
            ["noise_multiplier"] = Math.Round(noise, 4),
            ["sampling_rate"] = Math.Round(rate, 5),
            ["steps"] = steps,
            ["clip_norm"] = clip,
            ["counts_noise_multiplier"] = Math.Round(countsNoise, 4),
        };

    /// <exception cref="InvalidInputException">ε is not above 0, or δ not between 0 and 1 over the rows.</exception>
    public static (double Epsilon, double Delta) Of(double epsilon, double? delta, int rows)
    {
        var chance = delta ?? TwoDigits(Math.Pow(rows, -1.1));
        if (!(epsilon > 0.05) || epsilon > 1_000)
            throw InvalidInputException.In("option private-epsilon", "Name a number above 0.05; 1 to 10 is usual.");
        if (!(chance > 0) || chance >= 1.0 / rows)
        {
            throw InvalidInputException.In(
                "option private-delta",
                $"Name a chance above 0 and below one over the number of rows ({rows}); at one over the rows a whole row could be told."
            );
        }

        return (epsilon, chance);
    }

    /// <summary>Rounded down to two digits, so that the stated chance is the one kept to.</summary>
    private static double TwoDigits(double chance)
    {
        var scale = Math.Pow(10, Math.Ceiling(-Math.Log10(chance)) + 1);
        return Math.Floor(chance * scale) / scale;
    }
}
