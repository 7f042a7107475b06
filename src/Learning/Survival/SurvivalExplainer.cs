using System.Globalization;
using System.Text;
using Xinglin.Formats.Text;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival;

/// <summary>
/// SHAP values of the risk of a survival model (mean log cumulative hazard over follow-up) by sampled orders against background
/// rows. For a Cox model without interactions every order gives the same steps, so that the values are exact.
/// </summary>
public sealed class SurvivalExplainer
{
    private readonly IReadOnlyList<SurvivalPart> _parts;
    private readonly Preparation _preparation;
    private readonly IReadOnlyList<Feature> _background;
    private readonly IReadOnlyList<double> _times;
    private readonly int _backgrounds;
    private readonly int _seed;

    /// <param name="times">Over which the risk is taken.</param>
    public SurvivalExplainer(
        IReadOnlyList<SurvivalPart> parts,
        Preparation preparation,
        BackgroundSample background,
        IReadOnlyList<double> times,
        int seed
    )
    {
        (_parts, _preparation, _times, _seed) = (parts, preparation, times, seed);
        (_background, _backgrounds) = (preparation.Read(background.AsTable()), background.Count);
    }

    /// <summary>Whether the model is a Cox regression alone.</summary>
    public bool Exact => _parts.All(p => p.Model is Estimators.FittedSurvival.Cox);

    /// <summary>Base and one value for each feature add up to the risk; a single class.</summary>
    /// <param name="features">In the order of the preparation.</param>
    public Attribution Explain(IReadOnlyList<Feature> features, int row) =>
        SampledShapley.Of(
            features.Count,
            _backgrounds,
            rounds: 1,
            _seed,
            hybrids =>
            {
                var hazards = SurvivalChoice.CumulativeHazards(
                    _parts,
                    _preparation,
                    MaskedRows.Of(features, row, _background, hybrids),
                    [.. Enumerable.Range(0, hybrids.Count)],
                    _times
                );
                return [.. SurvivalScores.Risks(hazards).Select(r => new[] { r })];
            }
        );

    /// <summary>Writes <c>predict --explain</c>: the id or <c>row</c>, <c>base</c>, one column for each feature, <c>risk</c>.</summary>
    internal void Write(string path, Table table, string? id)
    {
        var features = _preparation.Read(table);
        var text = new StringBuilder();
        var header = ExplanationFile.Header([id ?? "row", "base"], _preparation.Columns.Select(c => c.Name), ["risk"]);
        text.AppendJoin(',', header.Select(CsvText.Cell)).Append('\n');
        for (var row = 0; row < table.Rows; row++)
        {
            var told = Explain(features, row);
            text.Append(
                id is null ? row.ToString(CultureInfo.InvariantCulture) : CsvText.Cell(table.Column(id)[row] ?? "")
            );
            foreach (var value in told.ByFeature.Select(f => f[0]).Prepend(told.Base[0]).Append(told.Total()[0]))
                text.Append(CultureInfo.InvariantCulture, $",{value:0.######}");
            text.Append('\n');
        }
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(false));
    }
}
