using Xinglin.Formats;
using Xinglin.Learning.Survival.Measures;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>A table made ready for survival training.</summary>
/// <param name="Times">Per row of the table; NaN where unknown.</param>
/// <param name="Rows">Rows that meet the conditions and have a time and an event.</param>
/// <param name="Groups">Rows of one group stay together; null for none.</param>
public sealed record SurvivalTable(
    Table Table,
    IReadOnlyList<Feature> Features,
    double[] Times,
    bool[] Events,
    string?[]? Groups,
    int[] Rows,
    IReadOnlyList<BilingualText> Notes
)
{
    /// <summary>Fewer events than this tell nothing.</summary>
    public const int FewestEvents = 10;

    /// <summary>A column alone that ranks the times this well is named.</summary>
    private const double Suspicious = 0.95;

    /// <exception cref="InvalidInputException">No honest model can be trained from the table.</exception>
    public static SurvivalTable Of(Table table, SurvivalTrainingOptions o)
    {
        string?[] named = [o.Id, o.Group, .. o.Drop, .. o.Keep, .. o.Categorical, .. o.Subgroups ?? []];
        foreach (var column in named)
        {
            if (column is not null)
                table.Column(column); // refuses a name that is not there
        }

        var notes = new List<BilingualText>(table.Notes);
        var outcomes = SurvivalOutcomes.Read(table, o.Time, o.Event, o.EventValue, o.Where);
        notes.AddRange(outcomes.Notes);
        var (rows, events) = (outcomes.Rows, outcomes.Rows.Count(r => outcomes.Events[r]));
        if (events < FewestEvents)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{o.Event}': {events} events in {rows.Length} rows",
                $"Give at least {FewestEvents} events; check the value that is the event (--event-value)."
            );
        }

        if (rows.Max(r => outcomes.Times[r]) <= 0)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{o.Time}': nobody was followed for any time",
                "Give times above zero."
            );
        }

        var features = ReadFeatures(Part(table, rows), table, o, notes);
        notes.AddRange(Leaks(features, outcomes));
        return new SurvivalTable(
            table,
            features,
            outcomes.Times,
            outcomes.Events,
            o.Group is null ? null : table.Column(o.Group),
            rows,
            notes
        );
    }

    /// <summary>The rows alone: what a column holds is inferred from them.</summary>
    private static Table Part(Table table, int[] rows) =>
        table with
        {
            Cells = [.. table.Cells.Select(c => rows.Select(r => c[r]).ToArray())],
            Lines = [.. rows.Select(r => table.Lines[r])],
        };

    private static List<Feature> ReadFeatures(
        Table part,
        Table table,
        SurvivalTrainingOptions o,
        List<BilingualText> notes
    )
    {
        string?[] apart = [o.Time, o.Event, o.Id, o.Group, .. o.Drop];
        var features = new List<Feature>();
        foreach (
            var column in table.Columns.Where(c => !apart.Contains(c) && (o.Keep.Count == 0 || o.Keep.Contains(c)))
        )
        {
            var kind = ColumnKinds.Infer(part, column, o.Categorical.Contains(column));
            if (ColumnKinds.IsFeature(kind))
            {
                features.Add(
                    ImpossibleValues.Apply(
                        Feature.Read(table, column, kind),
                        table,
                        [.. Enumerable.Range(0, table.Rows)],
                        notes
                    )
                );
            }
            else
            {
                notes.Add(TrainingTable.LeftOut(part, column, kind));
            }
        }
        if (o.Group is null)
        {
            notes.AddRange(
                part.Columns.Where(c => c != o.Id)
                    .Select(c => PatientIdNotes.Of(part, c, [.. Enumerable.Range(0, part.Rows)]))
                    .OfType<BilingualText>()
            );
        }

        return features.Count > 0
            ? features
            : throw new InvalidInputException(
                $"{table.Name} has no column to learn from",
                string.Join(" ", notes.Select(n => n.En).Append("Give at least one column that varies between rows."))
            );
    }

    private static IEnumerable<BilingualText> Leaks(IReadOnlyList<Feature> features, SurvivalOutcomes outcomes)
    {
        foreach (var feature in features.Where(f => f.Numbers is not null))
        {
            var known = outcomes.Rows.Where(r => !double.IsNaN(feature.Numbers![r])).ToArray();
            if (known.Length < outcomes.Rows.Length / 2)
                continue;
            var c = Concordance.Harrell(
                [.. known.Select(r => outcomes.Times[r])],
                [.. known.Select(r => outcomes.Events[r])],
                [.. known.Select(r => feature.Numbers![r])]
            );
            if (Math.Max(c, 1 - c) is var told and > Suspicious)
            {
                yield return new(
                    $"列“{feature.Name}”单独即可排定时间先后（C {told:0.000}）：若其为另一随访时间，或仅在结局时或之后才知道，请略去（--drop）。",
                    $"Column '{feature.Name}' alone ranks the times (C {told:0.000}): if it is another time of follow-up, or "
                        + "becomes known only with or after the event, leave it out (--drop)."
                );
            }
        }
    }
}
