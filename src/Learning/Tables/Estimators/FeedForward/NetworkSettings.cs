namespace Xinglin.Learning.Tables.Estimators.FeedForward;

/// <summary>How the network is built and trained.</summary>
/// <param name="Epochs">Passes over the training rows.</param>
/// <param name="Rate">Highest learning rate of Adam.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Batch">Rows of a step.</param>
public sealed record NetworkSettings(int Epochs, double Rate, double WeightDecay, int Batch)
{
    /// <summary>Units of the residual form; of no meaning in the plain one.</summary>
    public int Width { get; init; }

    /// <summary>Residual blocks; 0 for the plain 128–64 network.</summary>
    public int Blocks { get; init; }

    /// <summary>Share of units left out at each training step of the residual form, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Networks from different first weights whose scores are averaged, at least 1.</summary>
    public int Copies { get; init; } = 1;
}
