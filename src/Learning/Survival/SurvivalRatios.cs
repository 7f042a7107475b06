using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>The plain Cox model behind the card's hazard ratios: quantities in their own unit, codes as quantities, levels against the first.</summary>
internal static class SurvivalRatios
{
    /// <summary>Null where there are fewer than three events for a column.</summary>
    public static (ProportionalHazards? Ratios, IReadOnlyList<string> Columns) Of(SurvivalTable data)
    {
        var (names, columns) = (new List<string>(), new List<double[]>());
        foreach (var feature in data.Features)
        {
            if (feature.Numbers is { } numbers)
            {
                Add(feature.Name, [.. data.Rows.Select(r => numbers[r])]);
            }
            else
            {
                var levels = data.Rows.Select(r => feature.Levels![r]).ToArray();
                var different = levels.Where(l => l is not null).Distinct().Order(StringComparer.Ordinal).ToList();
                foreach (var level in different.Skip(1).Take(8))
                {
                    Add(
                        $"{feature.Name} = {level}",
                        [
                            .. levels.Select(l =>
                                l is null ? double.NaN
                                : l == level ? 1.0
                                : 0
                            ),
                        ]
                    );
                }
            }
        }

        var events = data.Rows.Count(r => data.Events[r]);
        if (columns.Count == 0 || events < 3 * columns.Count)
            return (null, []);
        // Rows that lack a value are left out, as in a textbook's table, as long as half of them remain; else the mean is in.
        var whole = Enumerable.Range(0, data.Rows.Length).Where(i => columns.All(c => !double.IsNaN(c[i]))).ToArray();
        if (whole.Length < data.Rows.Length / 2)
        {
            whole = [.. Enumerable.Range(0, data.Rows.Length)];
            foreach (var column in columns)
            {
                var mean = column.Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Average();
                for (var i = 0; i < column.Length; i++)
                    column[i] = double.IsNaN(column[i]) ? mean : column[i];
            }
        }
        var means = columns.Select(c => whole.Average(i => c[i])).ToArray();
        var deviations = columns
            .Select((c, j) => Math.Sqrt(whole.Average(i => (c[i] - means[j]) * (c[i] - means[j]))))
            .Select(d => d > 1e-9 ? d : 1)
            .ToArray();
        var x = new Encoded(
            [.. whole.SelectMany(i => columns.Select((c, j) => (float)((c[i] - means[j]) / deviations[j])))],
            whole.Length,
            columns.Count,
            [.. Enumerable.Range(0, columns.Count)]
        );
        var ratios = ProportionalHazards.Of(
            x,
            [.. whole.Select(i => data.Times[data.Rows[i]])],
            [.. whole.Select(i => data.Events[data.Rows[i]])]
        );
        return ratios is null
            ? (null, [])
            : (
                ratios with
                {
                    Ratios =
                    [
                        .. ratios.Ratios.Select(
                            (r, j) =>
                                r with
                                {
                                    Coefficient = r.Coefficient / deviations[j],
                                    Error = r.Error / deviations[j],
                                }
                        ),
                    ],
                },
                names
            );

        void Add(string name, double[] values)
        {
            names.Add(name);
            columns.Add(values);
        }
    }

    /// <summary>Columns whose hazard ratio changes with time, with the correction of Holm (1979) for looking at many.</summary>
    public static IEnumerable<BilingualText> Notes(ProportionalHazards? ratios, IReadOnlyList<string> columns)
    {
        if (ratios is null)
            yield break;
        var left = columns.Count;
        foreach (
            var (name, p) in columns.Zip(ratios.Ratios, (n, r) => (n, r.Proportional)).OrderBy(r => r.Proportional)
        )
        {
            if (p * left-- >= 0.05 || double.IsNaN(p))
                yield break;
            yield return BilingualText.Of(
                $"列“{name}”的风险比随时间变化（比例风险检验，p = {p:0.0000}）：应视为平均值，以模型的曲线为准，不以单一比值为准。",
                $"The hazard ratio of '{name}' changes with time (test of proportional hazards, p = {p:0.0000}): read it as an average, and trust the curves of the model rather than one ratio."
            );
        }
    }
}
