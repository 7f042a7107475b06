namespace Xinglin.Learning.Tables.Plan;

/// <summary>What <c>xinglin train tabular</c> is told. A value given here goes before the same value of the plan.</summary>
public sealed record TabularTrainingOptions
{
    /// <summary>CSV file with a header row; may be gzipped. From the plan if null.</summary>
    public string? Data { get; init; }

    /// <summary>The column to be predicted. From the plan if null.</summary>
    public string? Target { get; init; }

    /// <summary>A column that names each row once; it is not a feature and is in prediction files.</summary>
    public string? Id { get; init; }

    /// <summary>A column whose equal values (one patient's rows) stay on one side of every split.</summary>
    public string? Group { get; init; }

    /// <summary>Columns left out.</summary>
    public IReadOnlyList<string>? Drop { get; init; }

    /// <summary>Target values that count as positive; all others are negative. Null: each value is a class.</summary>
    public IReadOnlyList<string>? Positive { get; init; }

    /// <summary>Columns that are categories though they hold numbers.</summary>
    public IReadOnlyList<string>? Categorical { get; init; }

    /// <summary>A file <c>row,fold</c> of the outer folds. Null: seeded, stratified, five.</summary>
    public string? Folds { get; init; }

    /// <summary>How long the search may take, more or less; above zero. Default 60 seconds.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>A JSON plan: the whole experiment. A plan with a search list is repeated exactly, whatever the budget.</summary>
    public string? Plan { get; init; }

    /// <summary>The model folder to write. From the plan if null.</summary>
    public string? Out { get; init; }

    /// <summary>Decides every random choice. Default 42.</summary>
    public int? Seed { get; init; }

    /// <summary>Threshold, coverage, subgroups and source attributes; null: as the plan says.</summary>
    public ModelReliabilityRequest? Trust { get; init; }

    /// <summary>Who carries out the trials of the search; null: this process. The model is the same.</summary>
    public TrialTransport? Trials { get; init; }

    /// <summary>Where the out-of-fold predictions are kept; null: nowhere.</summary>
    public string? Oof { get; init; }
}
