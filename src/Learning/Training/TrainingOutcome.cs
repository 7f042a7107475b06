namespace Xinglin.Learning.Training;

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
