using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Tables.Report;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Tables.Columns;

namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// <c>xinglin train tabular --private-epsilon</c>: a logistic regression trained by DP-SGD on columns told by blurred counts. The model
/// folder is that of any table model: <c>predict</c> and <c>evaluate</c> read it.
/// </summary>
public static class PrivateTable
{
    private const double Clip = 1;
    private const int FewestRows = 100;

    /// <returns>Figures on a fifth of the rows, which training never saw, with the guarantee.</returns>
    /// <exception cref="InvalidInputException">The table cannot be used; nothing was written.</exception>
    public static JsonObject Run(
        TabularTrainingOptions options,
        double epsilon,
        double? delta,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (options.Data is not { } data || options.Target is not { } target || options.Out is not { } folder)
        {
            throw InvalidInputException.In(
                "options",
                "Private training needs --data, --target and --out; it takes no --plan."
            );
        }

        if (options.Group is not null)
        {
            throw InvalidInputException.In(
                "option group",
                "The guarantee of private training is for one row. Give one row for each patient, and leave --group out."
            );
        }

        RefuseUnused(options);
        TorchRuntime.EnsureLoaded(1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var seed = options.Seed ?? 42;
        var table = CsvTable.Read(data);
        var classes = TargetClasses.Of(table, target, options.Positive ?? []);
        var labels = classes.Read(table, target);
        var trust = (options.Trust ?? new ModelReliabilityRequest()).Over(new ModelReliabilityOptions());
        var people = SubgroupColumns.Of(table, trust.Subgroups, target);
        var (training, held) = Split(table, target, labels, seed);
        List<string> drop = [.. options.Drop ?? [], target];
        if (options.Id is { } id)
            drop.Add(id);
        var (columns, notes) = CohortColumns.Plan(table, null, drop, options.Categorical ?? []);
        Checkpoint.EnsurePlace(folder);
        var (epsilonAsked, chance) = PrivacyBudget.Of(epsilon, delta, training.Length);

        var countsNoise = RenyiAccountant.NoiseFor(epsilonAsked * 0.3, chance / 2, 1, 2);
        var account = new RenyiAccountant();
        account.Add(1, countsNoise, 2);
        var schema = PrivateSchema.Fit(table, columns, null, training, countsNoise, chance / 2);
        var preparation = new Preparation([.. schema.Columns.Where(c => !c.Date).Select(Prepared)]);
        var features = preparation.Read(table);

        var rate = Math.Clamp(512.0 / training.Length, 0.02, 0.5);
        var steps = (int)Math.Clamp(40 / rate, 100, 2_000);
        var noise = RenyiAccountant.NoiseFor(epsilonAsked, chance / 2, rate, steps, account);
        account.Add(rate, noise, steps);
        var models = PrivateLogistic.Descend(
            preparation.Encode(features, training, Encoding.Scaled),
            [.. training.Select(r => labels[r])],
            classes.Names.Length,
            new PrivatePlan(rate, noise, steps, Clip, 0.05),
            progress,
            clock,
            cancellation
        );
        var guarantee = PrivacyBudget.Guarantee(
            account.Epsilon(chance / 2),
            chance,
            noise,
            countsNoise,
            rate,
            steps,
            Clip
        );
        var asked = preparation.Encode(features, held, Encoding.Scaled);
        double[][] probabilities =
        [
            .. Enumerable.Range(0, held.Length).Select(i => Scores.Probabilities(models[0].Score(asked.Row(i)))),
        ];
        var report = EvaluationReport.Of(
            classes.Names,
            probabilities,
            [.. held.Select(r => labels[r])],
            clock.GetElapsedTime(started).TotalSeconds,
            seed: seed
        );
        var groups = ModelReliabilityReport.Groups(
            table,
            held,
            people,
            probabilities,
            [.. held.Select(r => labels[r])],
            new int[held.Length],
            0.5,
            seed
        );
        return PrivateTableCheckpoint.Save(
            folder,
            new PrivateTableModel(
                options,
                data,
                target,
                classes,
                preparation,
                models,
                report,
                guarantee,
                notes,
                training.Length,
                held.Length,
                groups,
                trust.About,
                seed
            )
        );
    }

    /// <summary>Options that a private training has no use for are rejected rather than passed over.</summary>
    private static void RefuseUnused(TabularTrainingOptions options)
    {
        (string Name, bool Given, string Why)[] unused =
        [
            ("plan", options.Plan is not null, "its noise is never kept, so that it does not repeat"),
            ("folds", options.Folds is not null, "it is measured once, on a fifth of the rows held out"),
            ("oof", options.Oof is not null, "it is measured once, on a fifth of the rows held out"),
            ("harm-ratio", options.Trust?.HarmRatio is not null, "a decision curve would ask the data again"),
            ("coverage", options.Trust?.Coverage is not null, "prediction sets would ask the data again"),
        ];
        foreach (var (name, given, why) in unused)
        {
            if (given)
                throw InvalidInputException.In($"option {name}", $"Leave it out with --private-epsilon: {why}.");
        }
    }

    private static (int[] Training, int[] Held) Split(Table table, string target, int[] labels, int seed)
    {
        var rows = Enumerable.Range(0, table.Rows).Where(r => labels[r] >= 0).ToArray();
        if (rows.Length < FewestRows)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{target}': {rows.Length} rows have a target",
                $"With fewer than {FewestRows} the noise of private training drowns what there is to learn. Give more rows."
            );
        }

        var random = new SeededRandom(seed);
        var held = new HashSet<int>();
        foreach (var group in rows.GroupBy(r => labels[r]).OrderBy(g => g.Key))
        {
            var members = group.ToArray();
            random.Shuffle(members);
            held.UnionWith(members.Take(members.Length / 5));
        }
        return ([.. rows.Where(r => !held.Contains(r))], [.. rows.Where(held.Contains)]);
    }

    /// <summary>A column of a table model from blurred counts.</summary>
    private static PreparedColumn Prepared(CohortColumn column)
    {
        if (column.Kind == CohortKind.Category)
        {
            return new PreparedColumn(
                column.Name,
                ColumnKind.Category,
                0,
                0,
                1,
                0,
                0,
                null,
                0,
                1,
                column.Levels[0],
                [.. column.Levels.Select(ColumnKinds.Level)],
                [.. column.Shares],
                column.Missing
            );
        }

        var weight = column.Modes.Sum(m => m.Weight);
        var mean = column.Modes.Sum(m => m.Weight * m.Mean) / weight;
        var square = column.Modes.Sum(m => m.Weight * (m.Deviation * m.Deviation + m.Mean * m.Mean)) / weight;
        return new PreparedColumn(
            column.Name,
            ColumnKind.Number,
            mean,
            mean,
            Math.Sqrt(Math.Max(1e-9, square - mean * mean)),
            column.Low,
            column.High,
            null,
            0,
            1,
            null,
            [],
            [],
            column.Missing
        );
    }
}
