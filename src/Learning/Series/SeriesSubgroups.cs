using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation.Subgroups;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Series;

/// <summary>Groups of people among series that a model had not seen, measured apart. Each series counts once, however many hours it has.</summary>
/// <param name="OfClasses">For models of classes; otherwise empty.</param>
/// <param name="OfNumbers">For models of numbers; otherwise empty.</param>
/// <param name="Threshold">The probability from which the rates call a series positive: the share of positives. False alarms and misses then weigh alike.</param>
internal sealed record SeriesSubgroups(
    IReadOnlyList<SubgroupFigures> OfClasses,
    IReadOnlyList<MeanSubgroup> OfNumbers,
    double? Threshold = null
)
{
    /// <summary>What the means of a group are where numbers are answered.</summary>
    private static readonly IReadOnlyList<string> Figures = ["mae", "coverage80"];

    /// <param name="columns">For each column what is known of each series of the cohort, see <see cref="Columns"/>.</param>
    /// <param name="folds">The fold of each row.</param>
    public static SeriesSubgroups Of(
        IReadOnlyList<(string Name, string?[] Cells)> columns,
        SeriesCohort cohort,
        SeriesEnsemble ensemble,
        int[] folds,
        int seed
    )
    {
        var series = Array.ConvertAll(cohort.Rows, row => row.Series);
        if (!cohort.Target.IsNumber)
        {
            var p = ensemble.Probabilities();
            var positives = cohort.Labels.Average(label => label == 1 ? 1.0 : 0);
            return new SeriesSubgroups(
                [
                    .. Groups(columns, series)
                        .Select(g =>
                            SubgroupFigures.Of(
                                g.Column,
                                g.Level,
                                g.Rows,
                                p,
                                cohort.Labels,
                                folds,
                                positives,
                                seed,
                                cohort.Target.PerStep ? series : null
                            )
                        ),
                ],
                [],
                positives
            );
        }
        var answers = ensemble.Numbers();
        var errors = answers.Zip(cohort.Values, (answer, value) => Math.Abs(answer.Q50 - value)).ToArray();
        var covered = answers
            .Zip(cohort.Values, (answer, value) => value >= answer.Q10 && value <= answer.Q90 ? 1.0 : 0)
            .ToArray();
        return new SeriesSubgroups(
            [],
            [
                .. Groups(columns, series)
                    .Select(g =>
                        MeanSubgroup.Of(
                            g.Column,
                            g.Level,
                            [
                                Array.ConvertAll(g.Rows, row => errors[row]),
                                Array.ConvertAll(g.Rows, row => covered[row]),
                            ],
                            Array.ConvertAll(g.Rows, row => series[row]),
                            seed
                        )
                    ),
            ]
        );
    }

    /// <summary>What divides people, for each series of the cohort: a static feature, or the first value of a variable.</summary>
    /// <param name="asked">See <see cref="SeriesTrainingOptions.Subgroups"/>.</param>
    /// <exception cref="InvalidInputException">A column asked for is neither.</exception>
    public static IReadOnlyList<(string Name, string?[] Cells)> Columns(
        IReadOnlyList<string>? asked,
        EventTable events,
        OutcomeFile? statics,
        SeriesCohort cohort
    )
    {
        var fixedColumns = (statics?.Columns ?? []).Where(column => column != statics!.IdColumn).ToArray();
        var all = fixedColumns.Concat(events.Variables).Distinct().ToArray();
        if (asked?.FirstOrDefault(name => !all.Contains(name)) is { } unknown)
        {
            throw InvalidInputException.In(
                "option --subgroups",
                $"'{unknown}' is neither a static feature nor a variable. There are: {string.Join(", ", all)}."
            );
        }

        return
        [
            .. (asked ?? [.. all.Where(SubgroupColumns.Recognised)]).Select(name =>
                (
                    name,
                    fixedColumns.Contains(name) ? Static(statics!, name, events, cohort) : First(events, name, cohort)
                )
            ),
        ];
    }

    public JsonArray ToJson() =>
        new([.. OfClasses.Select(group => group.ToJson()), .. OfNumbers.Select(group => group.ToJson(Figures))]);

    private static IEnumerable<(string Column, string Level, int[] Rows)> Groups(
        IReadOnlyList<(string Name, string?[] Cells)> columns,
        int[] series
    )
    {
        var rowsOf = series.Index().ToLookup(one => one.Item, one => one.Index);
        return columns.SelectMany(column =>
            SubgroupColumns
                .Divide(column.Name, column.Cells)
                .Select(group => (column.Name, group.Level, group.Members.SelectMany(one => rowsOf[one]).ToArray()))
        );
    }

    private static string?[] Static(OutcomeFile statics, string name, EventTable events, SeriesCohort cohort)
    {
        var column = statics.Column(name);
        return Array.ConvertAll(
            cohort.Ids,
            id =>
                statics.Rows.GetValueOrDefault(events.Ids[id])?[column] is { Length: > 0 } cell && cell != "NA"
                    ? cell
                    : null
        );
    }

    private static string?[] First(EventTable events, string name, SeriesCohort cohort)
    {
        var variable = events.VariableIndex(name);
        return Array.ConvertAll(
            cohort.Ids,
            id =>
            {
                var (start, end) = events.Of(id);
                for (var i = start; i < end; i++)
                {
                    if (events.Variable[i] == variable)
                        return events.Value[i].ToString(CultureInfo.InvariantCulture);
                }

                return null;
            }
        );
    }
}
