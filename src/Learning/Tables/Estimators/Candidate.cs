using Xinglin.Learning.Tables.Estimators.FeedForward;
using Xinglin.Learning.Tables.Estimators.Trees;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>One kind of model with its settings: an entry of the plan.</summary>
public abstract record Candidate
{
    /// <summary>
    /// Whether the setting that can be followed along one training is chosen on held-out rows instead of given: C of the
    /// logistic regression, rounds of boosted trees, shrinkage of a forest, k of the neighbours. A network has none.
    /// </summary>
    public bool Path { get; init; }

    /// <summary>Logistic (softmax) regression with a ridge or elastic penalty.</summary>
    /// <param name="C">Inverse strength of the penalty.</param>
    /// <param name="Log">Whether skewed numbers are taken by their logarithm.</param>
    public sealed record Logistic(double C, bool Log) : Candidate
    {
        /// <summary>Whether numbers may follow a curve (<see cref="RestrictedSpline"/>); skewed ones by their logarithm.</summary>
        public bool Splines { get; init; }

        /// <summary>Products of two columns that are let in, those the main effects leave most unexplained.</summary>
        public int Pairs { get; init; }

        /// <summary>Whether missing numbers follow from the other columns instead of being the median; not with splines.</summary>
        public bool Impute { get; init; }

        /// <summary>The share of the penalty that is L1, 0 (ridge) to 1 (lasso).</summary>
        public double Lasso { get; init; }
    }

    public sealed record Trees(BoostedTreesSettings Settings) : Candidate;

    public sealed record Forest(ForestSettings Settings) : Candidate;

    /// <summary>The nearest training rows on scaled columns vote, near ones more.</summary>
    /// <param name="K">How many vote.</param>
    public sealed record Neighbours(int K, bool Log) : Candidate;

    public sealed record Network(NetworkSettings Settings, bool Log) : Candidate;

    /// <summary>The simplest first.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["logistic", "neighbours", "forest", "lightgbm", "network"];

    public string Kind =>
        this switch
        {
            Logistic => Kinds[0],
            Neighbours => Kinds[1],
            Forest => Kinds[2],
            Trees => Kinds[3],
            _ => Kinds[4],
        };

    public Encoding Encoding =>
        this switch
        {
            Trees or Forest => Encoding.Trees,
            Logistic { Splines: true } => Encoding.Splines,
            Logistic { Impute: true } => Encoding.Imputed,
            Logistic { Log: true } or Network { Log: true } or Neighbours { Log: true } => Encoding.ScaledLog,
            _ => Encoding.Scaled,
        };

    /// <summary>Trains on an encoded matrix. The seed decides every random choice.</summary>
    public FittedEstimator Fit(
        Encoded x,
        int[] labels,
        int classes,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        this switch
        {
            Logistic l => new FittedEstimator.Logistic(l, LogisticTraining.Fit(x, labels, classes, l, ct)),
            Neighbours k => new FittedEstimator.Neighbours(k, NearestNeighbours.Fit(x, labels, classes, k.K, seed)),
            Forest f => new FittedEstimator.Forest(f, RandomForest.Fit(x, labels, classes, f.Settings, seed, ct)),
            Trees t => new FittedEstimator.Trees(
                t,
                classes,
                BoostedTrees.Fit(x, labels, classes, t.Settings, seed, ct)
            ),
            Network n => new FittedEstimator.Network(
                n,
                NetworkAverage.Fit(x, labels, classes, n.Settings, seed, clock, ct)
            ),
            _ => throw new InvalidOperationException($"No training for {Kind}."),
        };

    /// <summary>
    /// Candidates without <see cref="Path"/>, along the path of this one, with the scores that each gives the held-out
    /// rows: one training for all of them.
    /// </summary>
    /// <param name="truth">Classes of the held-out rows: they may end a training that has become worse, nothing else.</param>
    public IReadOnlyList<(Candidate Stop, double[][] Scores)> Follow(
        Encoded x,
        int[] labels,
        int classes,
        Encoded held,
        int[] truth,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (!Path)
            return [(this, Fit(x, labels, classes, seed, clock, ct).Score(held))];
        return this switch
        {
            Logistic l => LogisticTraining.Follow(x, labels, classes, l, held, ct),
            Neighbours k => NearestNeighbours.Follow(x, labels, classes, k, held, seed),
            Forest f => RandomForest.Follow(x, labels, classes, f, held, seed, ct),
            Trees t => BoostedTrees.Follow(x, labels, classes, t, held, truth, seed, ct),
            _ => [(this with { Path = false }, Fit(x, labels, classes, seed, clock, ct).Score(held))],
        };
    }

    /// <summary>This candidate for one of many models that only tell how far the answer varies: fewer trees do.</summary>
    public Candidate AsMember() =>
        this is Forest f ? f with { Settings = f.Settings with { Trees = Math.Max(25, f.Settings.Trees / 6) } } : this;
}
