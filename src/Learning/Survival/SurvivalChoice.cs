using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Survival;

/// <summary>What a candidate lost in the search.</summary>
/// <param name="Loss">Mean loss over out-of-fold rows, see <see cref="SurvivalScores.Losses"/>.</param>
public sealed record SurvivalTrial(SurvivalCandidate Candidate, double Loss);

/// <summary>A candidate that takes part in the model, with its weight in the blend.</summary>
public sealed record SurvivalPart(FittedSurvival Model, double Weight);

/// <summary>
/// The whole way from training rows to a survival model: search by inner folds, blend, final fit. Run once per outer fold to measure
/// it, then once on all rows.
/// </summary>
public sealed record SurvivalChoice(
    Preparation Preparation,
    IReadOnlyList<SurvivalPart> Parts,
    IReadOnlyList<SurvivalTrial> Trials
)
{
    /// <param name="rows">The rows training may see.</param>
    public static SurvivalChoice Fit(
        SurvivalTable data,
        int[] rows,
        IReadOnlyList<SurvivalCandidate> search,
        int innerFolds,
        int seed,
        TimeProvider clock,
        Action<SurvivalTrial>? step = null,
        CancellationToken ct = default
    )
    {
        double[] times = [.. rows.Select(r => data.Times[r])];
        bool[] events = [.. rows.Select(r => data.Events[r])];
        var groups = data.Groups is null ? null : rows.Select(r => data.Groups[r]).ToArray();
        var folds = Folds.Stratified([.. events.Select(e => e ? 1 : 0)], groups, innerFolds, seed);
        var grid = TimeGrid.Of(times, events, 20);

        var trials = new List<SurvivalTrial>();
        var families = new Dictionary<string, List<(SurvivalTrial Trial, double[][] Hazards)>>();
        foreach (var candidate in search)
        {
            var hazards = OutOfFold(data, rows, folds, candidate, grid, seed, clock, ct);
            var trial = new SurvivalTrial(candidate, SurvivalScores.Losses(hazards, grid, times, events).Average());
            trials.Add(trial);
            step?.Invoke(trial);
            if (!families.TryGetValue(candidate.Family, out var family))
                families[candidate.Family] = family = [];
            family.Add((trial, hazards));
        }
        var means = SurvivalCandidate
            .Families.Where(families.ContainsKey)
            .Select(f => StackedAverage.Of(families[f], rows.Length))
            .ToList();
        var weights = SurvivalScores.ChooseWeights([.. means.Select(m => m.Hazards)], grid, times, events);
        var preparation = Preparation.Fit(data.Features, rows);
        return new SurvivalChoice(
            preparation,
            [
                .. means
                    .Zip(weights)
                    .Where(m => m.Second > 0)
                    .SelectMany(m => m.First.Members.Select(c => (c.Candidate, Weight: c.Weight * m.Second)))
                    .Select(c => new SurvivalPart(
                        FitOn(data, preparation, rows, c.Candidate, seed, clock, ct),
                        c.Weight
                    )),
            ],
            trials
        );
    }

    /// <summary>The same parts on other rows with the same preparation: a member of a bootstrap ensemble.</summary>
    public IReadOnlyList<SurvivalPart> Refit(
        SurvivalTable data,
        int[] rows,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) => [.. Parts.Select(p => p with { Model = FitOn(data, Preparation, rows, p.Model.Settings, seed, clock, ct) })];

    /// <summary>Cumulative hazard of the blend [rows][times].</summary>
    public static double[][] CumulativeHazards(
        IReadOnlyList<SurvivalPart> parts,
        Preparation preparation,
        IReadOnlyList<Feature> features,
        int[] rows,
        IReadOnlyList<double> times
    )
    {
        var byPart = parts
            .Select(p =>
                p.Model.CumulativeHazards(preparation.Encode(features, rows, p.Model.Settings.Encoding), times)
            )
            .ToList();
        return SurvivalScores.Blend(byPart, [.. parts.Select(p => p.Weight)]);
    }

    private static FittedSurvival FitOn(
        SurvivalTable data,
        Preparation preparation,
        int[] rows,
        SurvivalCandidate candidate,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        candidate.Fit(
            preparation.Encode(data.Features, rows, candidate.Encoding),
            [.. rows.Select(r => data.Times[r])],
            [.. rows.Select(r => data.Events[r])],
            seed,
            clock,
            ct
        );

    private static double[][] OutOfFold(
        SurvivalTable data,
        int[] rows,
        int[] folds,
        SurvivalCandidate candidate,
        TimeGrid grid,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var hazards = new double[rows.Length][];
        Concurrently.ForEach(
            folds.Distinct().Order(),
            candidate is SurvivalCandidate.Network ? 1 : Environment.ProcessorCount,
            ct,
            fold =>
            {
                int[] train = [.. rows.Where((_, i) => folds[i] != fold)];
                int[] held = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] == fold)];
                var preparation = Preparation.Fit(data.Features, train);
                var model = FitOn(data, preparation, train, candidate, seed, clock, ct);
                var x = preparation.Encode(data.Features, [.. held.Select(i => rows[i])], candidate.Encoding);
                var answers = model.CumulativeHazards(x, grid.Ends);
                for (var i = 0; i < held.Length; i++)
                    hazards[held[i]] = answers[i];
            }
        );
        return hazards;
    }
}
