using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>A trained model of one kind. Reading is thread-safe.</summary>
public abstract record FittedEstimator(Candidate Settings)
{
    public sealed record Logistic(Candidate.Logistic Plan, LogisticRegression Model) : FittedEstimator(Plan);

    public sealed record Neighbours(Candidate.Neighbours Plan, NearestNeighbours Model) : FittedEstimator(Plan);

    public sealed record Forest(Candidate.Forest Plan, RandomForest Model) : FittedEstimator(Plan);

    public sealed record Trees(Candidate.Trees Plan, int Classes, BoostedTrees Model) : FittedEstimator(Plan);

    public sealed record Network(Candidate.Network Plan, NetworkAverage Model) : FittedEstimator(Plan);

    /// <summary>Scores [rows][classes], see <see cref="Scores"/>.</summary>
    public double[][] Score(Encoded x) =>
        this switch
        {
            Logistic l => l.Model.Score(x),
            Neighbours k => k.Model.Score(x),
            Forest f => f.Model.Score(x),
            Trees t => t.Model.Score(x),
            Network n => n.Model.Score(x),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Which features moved the scores of a row, see <see cref="Attributions"/>.</summary>
    /// <param name="row">A matrix of one row.</param>
    public Attribution Explain(Encoded row, int features) =>
        this switch
        {
            Logistic l => Attributions.OfLogistic(l.Model, row, features),
            Neighbours k => Attributions.OfAny(r => k.Model.Score(r), k.Model.Classes, row, features),
            Forest f => Attributions.OfForest(f.Model, row, features),
            Trees t => Attributions.OfTrees(t.Model, t.Classes, row, features),
            Network n => Attributions.OfNetwork(n.Model, row, features),
            _ => throw new InvalidOperationException(),
        };
}
