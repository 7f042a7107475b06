namespace Xinglin.Learning.Training;

/// <summary>The loss stopped being a number.</summary>
public sealed class TrainingDivergedException(int epoch)
    : Exception(
        $"The loss is not a number any more in epoch {epoch}. Look for infinite values in the data, or lower the learning rate."
    );
