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
