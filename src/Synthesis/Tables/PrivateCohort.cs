using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Synthesis.DifferentialPrivacy;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Evaluation;
using Xinglin.Synthesis.Tables.Generators;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Tables;

/// <summary>
/// A cohort generator with differential privacy: columns told by blurred counts (three tenths of ε), then a copula from one blurred matrix, or the
/// autoencoder trained by DP-SGD, with the rest; all added up by one accountant. A fifth of the rows is held out and tests it.
/// </summary>
internal static class PrivateCohort
{
    private const double Clip = 1;

    public static (
        string Method,
        IReadOnlyList<CohortPart> Parts,
        IReadOnlyList<MeasuredPart> Measured,
        JsonObject Trials
    ) Train(CohortRun run, int[] rows, int[][] held)
    {
        var options = run.Options;
        if (options.Method is not ("auto" or "vae" or "copula"))
        {
            throw InvalidInputException.In(
                "option method",
                $"'{options.Method}' is not trained with differential privacy. Leave it out, or name copula or vae."
            );
        }
        // Of few rows two fifths test it: a fifth is too few to tell an attack from luck.
        int[] tested = rows.Length < 1_000 ? [.. held[0], .. held[1]] : held[0];
        var heldOut = tested.ToHashSet();
        int[] training = [.. rows.Where(r => !heldOut.Contains(r))];
        var (epsilon, delta) = PrivacyBudget.Of(options.Epsilon!.Value, options.Delta, training.Length);

        // δ is shared: half for names that one row alone has, half for the noise of counts and training together.
        var schemaNoise = RenyiAccountant.NoiseFor(epsilon * 0.3, delta / 2, 1, 2);
        var account = new RenyiAccountant();
        account.Add(1, schemaNoise, 2);
        var schema = PrivateSchema.Fit(run.Table, run.Columns, run.Target, training, schemaNoise, delta / 2);

        if (options.Method != "vae")
        {
            var once = RenyiAccountant.NoiseFor(epsilon, delta / 2, 1, 1, account);
            account.Add(1, once);
            var copula = PrivateCopula.Fit(schema, run.Table, training, once, new CryptoGaussianNoise());
            return Measured(
                run,
                new CohortPart(copula, training, tested),
                PrivacyBudget.Guarantee(account.Epsilon(delta / 2), delta, once, schemaNoise, 1, 1, null)
            );
        }
        var rate = Math.Clamp(256.0 / training.Length, 0.02, 0.25);
        var steps = (int)Math.Clamp(30 / rate, 200, 3_000);
        var noise = RenyiAccountant.NoiseFor(epsilon, delta / 2, rate, steps, account);
        account.Add(rate, noise, steps);
        var plan = new PrivatePlan(rate, noise, steps, Clip, 2e-3);
        var generator = Generator(run, schema, training, plan);
        return Measured(
            run,
            new CohortPart(generator, training, tested),
            PrivacyBudget.Guarantee(account.Epsilon(delta / 2), delta, noise, schemaNoise, rate, steps, Clip)
        );
    }

    private static (string, IReadOnlyList<CohortPart>, IReadOnlyList<MeasuredPart>, JsonObject) Measured(
        CohortRun run,
        CohortPart part,
        JsonObject guarantee
    )
    {
        run.Guarantee = guarantee;
        var measured = MeasuredPart.Of(part, run.Table, run.Options.Seed + 100, run.Cancellation);
        return (part.Generator.Method, [part], [measured], new JsonObject());
    }

    private static VaeGenerator Generator(CohortRun run, CohortSchema schema, int[] training, PrivatePlan plan)
    {
        var layout = new CohortLayout(schema);
        var network = new CohortVae(layout, schema.Kinds.Count, VaeGenerator.Hidden, VaeGenerator.Latent);
        network.FixDeviation();
        var (values, kinds) = schema.Encode(run.Table, training, run.Options.Seed);
        using var rows = tensor(values, [training.Length, layout.Width]);
        using var given = VaeGenerator.OneHot(kinds, schema.Kinds.Count);
        var gradients = new RowGradients();
        network.Through = gradients.Through;
        DpSgd.Fit(
            network,
            gradients,
            training.Length,
            pick => network.Loss(rows.index_select(0, pick), given.index_select(0, pick)),
            plan,
            run.Progress,
            run.Clock,
            run.Cancellation
        );
        network.Through = null;
        var (means, factor) = VaeGenerator.Prior(schema.Kinds.Count);
        return new VaeGenerator(schema, network, means, factor);
    }
}
