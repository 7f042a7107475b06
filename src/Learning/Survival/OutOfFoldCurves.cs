using Xinglin.Learning.Survival.Measures;

namespace Xinglin.Learning.Survival;

/// <summary>Gathers the curves of rows that were held out, fold by fold, in the order of <see cref="SurvivalTable.Rows"/>.</summary>
internal sealed class OutOfFoldCurves(SurvivalTable data, IReadOnlyList<double> horizons)
{
    private readonly Dictionary<int, int> _position = data
        .Rows.Select((r, i) => (r, i))
        .ToDictionary(p => p.r, p => p.i);
    private readonly double[] _at = SurvivalReport.TimesFor([.. data.Rows.Select(r => data.Times[r])]);
    private readonly double[][] _survival = new double[data.Rows.Length][];

    /// <summary>Over which risks are taken.</summary>
    public IReadOnlyList<double> Times => _at;

    public double[] Risks { get; } = new double[data.Rows.Length];

    /// <summary>Survival [rows][horizons].</summary>
    public double[][] AtHorizons { get; } = new double[data.Rows.Length][];

    public void Add(SurvivalChoice model, int[] held)
    {
        double[] times = [.. _at, .. horizons];
        var hazards = SurvivalChoice.CumulativeHazards(model.Parts, model.Preparation, data.Features, held, times);
        var risks = SurvivalScores.Risks([.. hazards.Select(h => h[.._at.Length])]);
        for (var i = 0; i < held.Length; i++)
        {
            var position = _position[held[i]];
            double[] survival = [.. hazards[i].Select(h => Math.Exp(-h))];
            (_survival[position], AtHorizons[position]) = (survival[.._at.Length], survival[_at.Length..]);
            Risks[position] = risks[i];
        }
    }

    public SurvivalReport Report(int[] folds, int seed, double seconds) =>
        SurvivalReport.Of(
            [.. data.Rows.Select(r => data.Times[r])],
            [.. data.Rows.Select(r => data.Events[r])],
            Risks,
            _survival,
            _at,
            AtHorizons,
            horizons,
            folds,
            seed,
            seconds
        );
}
