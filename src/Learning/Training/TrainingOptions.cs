namespace Xinglin.Learning.Training;

/// <summary>How one network is trained. All of it goes into the plan that reproduces the model.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training examples, at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Examples of one step, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The highest learning rate of the schedule, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.OneCycle;

    /// <summary>
    /// Decoupled weight decay (Loshchilov and Hutter, 2019) of matrices and kernels; biases and scales are left alone.
    /// 0 makes it plain Adam.
    /// </summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>The gradient is shortened to this Euclidean norm; null: never.</summary>
    public double? ClipNorm { get; init; } = 1;

    /// <summary>Training ends after so many epochs without a better validation score; null: never early.</summary>
    public int? Patience { get; init; } = 8;

    /// <summary>On one thread and within the budget, equal seeds give equal weights, bit for bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit; a schedule that falls behind it is shortened to end with it. Null: none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>
    /// Where the state is kept after each epoch, so that a killed training goes on from there; null: not kept.
    /// Removed when training ends.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>The state is written no more often than this; zero: after each epoch.</summary>
    public TimeSpan StateEvery { get; init; }
}

public enum LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    Constant,

    /// <summary>Half a cosine from the highest rate down to zero.</summary>
    Cosine,

    /// <summary>A tenth of the way up to the highest rate, then half a cosine down (after Smith and Topin, 2018).</summary>
    OneCycle,
}

/// <summary>What is told after each epoch.</summary>
/// <param name="Stage">Which of several networks, such as <c>fold 2 of 5</c>; empty for a single one.</param>
/// <param name="Epoch">The epoch that ended, from 1.</param>
/// <param name="Epochs">The epochs planned; 0 where a stage has none (trees, linear models) and just begins.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="Validation">The validation score, lower is better; null without validation.</param>
/// <param name="Left">Estimated time until this network is done.</param>
/// <param name="Resumed">Told before any epoch: the training goes on after <paramref name="Epoch"/>, where it was stopped.</param>
/// <param name="Share">Below 1, the share of the first epoch that the budget left time for.</param>
public sealed record TrainingProgress(
    string Stage,
    int Epoch,
    int Epochs,
    double Loss,
    double? Validation,
    TimeSpan Left,
    bool Resumed = false,
    double Share = 1
);

/// <summary>What came of a training.</summary>
/// <param name="BestEpoch">The epoch whose weights were kept, from 1.</param>
/// <param name="BestScore">Its validation score, or its training loss without validation.</param>
/// <param name="Losses">The mean training loss of each epoch.</param>
/// <param name="Scores">The validation score of each epoch; empty without validation.</param>
/// <param name="FirstEpoch">The share of its first epoch that the budget left time for, above 0; later ones are begun only where they fit.</param>
public sealed record TrainingOutcome(
    int Epochs,
    int BestEpoch,
    double BestScore,
    IReadOnlyList<double> Losses,
    IReadOnlyList<double> Scores,
    TimeSpan Elapsed,
    double FirstEpoch = 1
);

/// <summary>The loss stopped being a number.</summary>
public sealed class TrainingDivergedException(int epoch)
    : Exception(
        $"The loss is not a number any more in epoch {epoch}. Look for infinite values in the data, or lower the learning rate."
    );
