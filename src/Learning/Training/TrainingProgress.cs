namespace Xinglin.Learning.Training;

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
