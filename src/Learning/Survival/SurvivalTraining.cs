using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Training;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>What came of a survival training.</summary>
/// <param name="Report">Nested cross-validation.</param>
/// <param name="Ratios">Hazard ratios of the plain Cox model by column, with the test of proportional hazards; null where there were too few events.</param>
public sealed record SurvivalResult(
    SurvivalReport Report,
    IReadOnlyList<SurvivalSubgroup> Subgroups,
    ProportionalHazards? Ratios,
    IReadOnlyList<string> RatioColumns,
    string Model,
    int Trials,
    string DataSha256,
    IReadOnlyList<BilingualText> Notes,
    BackgroundSample Background,
    Importance Importance
)
{
    /// <summary>The document that <c>train survival --json</c> answers.</summary>
    public JsonObject ToJson()
    {
        var json = Report.ToJson();
        json["model"] = Model;
        json["trials"] = Trials;
        json["data_sha256"] = DataSha256;
        json["subgroups"] = new JsonArray([.. Subgroups.Select(s => s.ToJson())]);
        json["hazard_ratios"] = RatiosToJson();
        json["importance"] = Importance.ToJson("mean |SHAP| of the risk, log hazard");
        json["notes"] = new JsonArray([.. Notes.Select(BilingualTextConverter.ToNode)]);
        return json;
    }

    internal JsonObject? RatiosToJson() =>
        Ratios is null
            ? null
            : new JsonObject
            {
                ["proportional_hazards_p"] = Proportion.Rounded(Ratios.Global),
                ["columns"] = new JsonObject(
                    RatioColumns.Zip(
                        Ratios.Ratios,
                        (name, r) =>
                            KeyValuePair.Create(
                                name,
                                (JsonNode?)
                                    new JsonObject
                                    {
                                        ["coefficient"] = Proportion.Rounded(r.Coefficient),
                                        ["hazard_ratio"] = Proportion.Rounded(Math.Exp(r.Coefficient)),
                                        ["low"] = Proportion.Rounded(
                                            Math.Exp(r.Coefficient - Proportion.Z95 * r.Error)
                                        ),
                                        ["high"] = Proportion.Rounded(
                                            Math.Exp(r.Coefficient + Proportion.Z95 * r.Error)
                                        ),
                                        ["proportional_hazards_p"] = Proportion.Rounded(r.Proportional),
                                    }
                            )
                    )
                ),
            };
}

/// <summary><c>xinglin train survival</c>: from a CSV file to a model folder.</summary>
public static class SurvivalTraining
{
    /// <exception cref="InvalidInputException">The data cannot be used; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Nothing was written.</exception>
    public static SurvivalResult Run(
        SurvivalTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        var started = clock.GetTimestamp();
        var table = CsvTable.Read(options.Data);
        var data = SurvivalTable.Of(table, options);
        var folds = OuterFolds(table, data, options);
        var numbers = data.Rows.Select(r => folds[r]).Distinct().Order().ToArray();
        var horizons = options.Horizons.Count > 0 ? options.Horizons : Quarters(data);
        foreach (var horizon in horizons)
        {
            if (horizon <= 0 || horizon >= data.Rows.Max(r => data.Times[r]))
            {
                throw new InvalidInputException(
                    $"--horizons: {horizon} is not between 0 and the longest follow-up",
                    $"Give times in the unit of '{options.Time}', below {data.Rows.Max(r => data.Times[r])}."
                );
            }
        }

        Checkpoint.EnsurePlace(options.Out);
        if (options.Search.Count == 0)
            options = options with { Search = SurvivalSearch.Fill(data, options, numbers.Length, clock, ct) };
        options = options with { Horizons = horizons };
        var steps = new Steps(progress, options.Search.Count * (numbers.Length + 1), clock);

        foreach (var fold in numbers)
        {
            if (data.Rows.Count(r => folds[r] != fold && data.Events[r]) < 3)
            {
                throw new InvalidInputException(
                    $"fold {fold} holds nearly all events, so that fewer than three are left to train on",
                    "Spread the events over the folds."
                );
            }
        }

        var curves = new OutOfFoldCurves(data, horizons);
        foreach (var (fold, number) in numbers.Select((f, i) => (f, i)))
        {
            int[] train = [.. data.Rows.Where(r => folds[r] != fold)];
            int[] held = [.. data.Rows.Where(r => folds[r] == fold)];
            var choice = Choose(data, train, options, steps.Named($"fold {number + 1} of {numbers.Length}"), clock, ct);
            curves.Add(choice, held);
        }
        var final = Choose(data, data.Rows, options, steps.Named("final"), clock, ct);
        var members = Members(final, data, options, clock, ct);

        var foldOf = data.Rows.Select(r => folds[r]).ToArray();
        var report = curves.Report(foldOf, options.Seed, clock.GetElapsedTime(started).TotalSeconds);
        var (ratios, columns) = SurvivalRatios.Of(data);
        var background = BackgroundSample.Of(data.Features, data.Rows, options.Seed);
        var explainer = new SurvivalExplainer(final.Parts, final.Preparation, background, curves.Times, options.Seed);
        var result = new SurvivalResult(
            report,
            SurvivalSubgroup.Of(data, curves.Risks, foldOf, options),
            ratios,
            columns,
            options.Out,
            final.Trials.Count,
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.Data))),
            [.. data.Notes, .. SurvivalRatios.Notes(ratios, columns)],
            background,
            Importance.Of(
                row => explainer.Explain(data.Features, row),
                explainer.Exact,
                1e10 / 60,
                data.Features,
                data.Rows,
                options.Seed
            )
        );
        if (options.Oof is not null)
            SurvivalFile.Write(options.Oof, table, options.Id, data.Rows, horizons, curves.AtHorizons, curves.Risks);
        SurvivalCheckpoint.Save(options, data, final, members, result);
        return result;
    }

    private static SurvivalChoice Choose(
        SurvivalTable data,
        int[] rows,
        SurvivalTrainingOptions o,
        Action<SurvivalTrial> step,
        TimeProvider clock,
        CancellationToken ct
    ) => SurvivalChoice.Fit(data, rows, o.Search, o.InnerFolds, o.Seed, clock, step, ct);

    private static int[] OuterFolds(Table table, SurvivalTable data, SurvivalTrainingOptions o)
    {
        if (o.Folds is not null)
            return Folds.FromFile(o.Folds, table.Rows);
        var dealt = Folds.Stratified(
            [.. data.Rows.Select(r => data.Events[r] ? 1 : 0)],
            data.Groups is null ? null : [.. data.Rows.Select(r => data.Groups[r])],
            o.OuterFolds,
            o.Seed
        );
        var folds = new int[table.Rows];
        for (var i = 0; i < dealt.Length; i++)
            folds[data.Rows[i]] = dealt[i];
        return folds;
    }

    /// <summary>
    /// The times by which a quarter, half and three quarters of the events had come; half of the longest follow-up where
    /// none of them is between 0 and that.
    /// </summary>
    private static double[] Quarters(SurvivalTable data)
    {
        var dead = data.Rows.Where(r => data.Events[r]).Select(r => data.Times[r]).Order().ToArray();
        var longest = data.Rows.Max(r => data.Times[r]);
        double[] quarters =
        [
            .. new[] { 0.25, 0.5, 0.75 }
                .Select(q => dead[(int)(q * (dead.Length - 1))])
                .Where(t => t > 0 && t < longest)
                .Distinct(),
        ];
        return quarters.Length > 0 ? quarters : [longest / 2];
    }

    /// <summary>The chosen parts on bootstrap resamples of the rows (whole groups where there are groups).</summary>
    private static IReadOnlyList<SurvivalPart>[] Members(
        SurvivalChoice final,
        SurvivalTable data,
        SurvivalTrainingOptions o,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var units = data.Rows.GroupBy(r => data.Groups?[r] ?? $"\0{r}").Select(g => g.ToArray()).ToList();
        var members = new IReadOnlyList<SurvivalPart>[o.Members];
        var alone = final.Parts.Any(p => p.Model is FittedSurvival.Network);
        Concurrently.ForEach(
            Enumerable.Range(0, o.Members),
            alone ? 1 : Environment.ProcessorCount,
            ct,
            m =>
            {
                int[] drawn;
                var random = new SeededRandom(o.Seed + 7919 * (m + 1));
                do drawn = [.. Enumerable.Range(0, units.Count).SelectMany(_ => units[random.Next(units.Count)])];
                while (drawn.Count(r => data.Events[r]) < 3);
                members[m] = final.Refit(data, drawn, o.Seed + m + 1, clock, ct);
            }
        );
        return members;
    }

    private sealed class Steps(IProgress<TrainingProgress>? progress, int all, TimeProvider clock)
    {
        private readonly long _started = clock.GetTimestamp();
        private int _done;

        public Action<SurvivalTrial> Named(string stage) =>
            trial =>
            {
                _done++;
                var left = clock.GetElapsedTime(_started) / _done * (all - _done);
                progress?.Report(
                    new TrainingProgress($"{stage}, {trial.Candidate.Kind}", _done, all, trial.Loss, trial.Loss, left)
                );
            };
    }
}
