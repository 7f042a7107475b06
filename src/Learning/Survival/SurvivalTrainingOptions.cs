using System.Text.Json.Nodes;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>What <c>xinglin train survival</c> is told; kept in <c>model.json</c> as <c>plan</c>.</summary>
public sealed record SurvivalTrainingOptions
{
    /// <summary>CSV file with a header row; may be gzipped.</summary>
    public required string Data { get; init; }

    /// <summary>The column with the time from the start to the event or to the last look, in one unit throughout, not negative.</summary>
    public required string Time { get; init; }

    /// <summary>The column that says whether the event came.</summary>
    public required string Event { get; init; }

    /// <summary>
    /// The value of <see cref="Event"/> that is the event; every other value counts as censored. Null: 1 of 0/1, 2 of 1/2, or the
    /// true one of true/false, yes/no.
    /// </summary>
    public string? EventValue { get; init; }

    /// <summary>A column that names each row; not a feature.</summary>
    public string? Id { get; init; }

    /// <summary>A column whose equal values (one patient's rows) stay on one side of every split.</summary>
    public string? Group { get; init; }

    /// <summary>Columns left out.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Only these columns are features; empty: all.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Columns that are categories though they hold numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Conditions <c>column=value1|value2</c>, all of which a row must meet.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>A file <c>row,fold</c> of the outer folds; null: five, seeded, stratified by the event.</summary>
    public string? Folds { get; init; }

    /// <summary>Times for which probabilities are told and measured; empty: the quarters of the event times.</summary>
    public IReadOnlyList<double> Horizons { get; init; } = [];

    /// <summary>How long training may take, more or less.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Candidates to try; empty: filled in by the budget.</summary>
    public IReadOnlyList<SurvivalCandidate> Search { get; init; } = [];

    /// <summary>Decides every random choice.</summary>
    public int Seed { get; init; } = 42;

    public int OuterFolds { get; init; } = 5;

    public int InnerFolds { get; init; } = 5;

    /// <summary>Members of the bootstrap ensemble behind the intervals of curves.</summary>
    public int Members { get; init; } = 20;

    /// <summary>Columns whose groups are measured apart; null: those recognised as sex, age or race.</summary>
    public IReadOnlyList<string>? Subgroups { get; init; }

    /// <summary>Source attributes stated by the trainer, by key.</summary>
    public IReadOnlyDictionary<string, BilingualText>? About { get; init; }

    /// <summary>Where the out-of-fold predictions are kept; null: nowhere.</summary>
    public string? Oof { get; init; }

    /// <summary>The model folder to write.</summary>
    public required string Out { get; init; }

    public JsonObject ToJson() =>
        new()
        {
            ["data"] = Data,
            ["time"] = Time,
            ["event"] = Event,
            ["event_value"] = EventValue,
            ["id"] = Id,
            ["group"] = Group,
            ["drop"] = Texts(Drop),
            ["keep"] = Texts(Keep),
            ["categorical"] = Texts(Categorical),
            ["where"] = Texts(Where),
            ["folds"] = Folds,
            ["horizons"] = new JsonArray([.. Horizons.Select(h => JsonValue.Create(h))]),
            ["budget_seconds"] = Budget.TotalSeconds,
            ["search"] = new JsonArray([.. Search.Select(c => c.ToJson())]),
            ["seed"] = Seed,
            ["outer_folds"] = OuterFolds,
            ["inner_folds"] = InnerFolds,
            ["members"] = Members,
            ["subgroups"] = Subgroups is null ? null : Texts(Subgroups),
        };

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
