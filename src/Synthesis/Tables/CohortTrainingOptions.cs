namespace Xinglin.Synthesis.Tables;

/// <summary>What <c>train cohort</c> is told.</summary>
public sealed record CohortTrainingOptions
{
    /// <summary>CSV file with a header row; may be gzipped.</summary>
    public required string Data { get; init; }

    /// <summary>The model folder to write.</summary>
    public required string Out { get; init; }

    /// <summary>The column that the others are made for, in its own proportions; usefulness is measured on it. Null: none.</summary>
    public string? Target { get; init; }

    /// <summary>Columns that are not made.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>A column that says whose row it is, and is not made: one patient's rows are not both learnt from and held out. Null: each row is its own.</summary>
    public string? Group { get; init; }

    /// <summary>Columns that are categories though they hold numbers.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary><c>vae</c>, <c>gan</c>, <c>copula</c>, or <c>auto</c>: whichever does best on rows held out.</summary>
    public string Method { get; init; } = "auto";

    /// <summary>How long all of it may take, more or less.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Differential privacy: the privacy loss, above 0; null: trained without.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The chance beyond it, above 0 and below 1; null: 1 / rows^1.1.</summary>
    public double? Delta { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Why the model may be used even if it fails its privacy check; null: it may not.</summary>
    public string? OverridePrivacy { get; init; }
}
