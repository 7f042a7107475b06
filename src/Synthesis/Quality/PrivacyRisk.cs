using MathNet.Numerics.Statistics;
using Xinglin.Learning.Evaluation;
using static TorchSharp.torch;

namespace Xinglin.Synthesis.Quality;

/// <summary>
/// What synthetic points give away about the real points they were learnt from, next to real points of the same source that were
/// held out. A generator that tells nothing about its training set is as near to one as to the other.
/// </summary>
/// <param name="Closer">Share of synthetic points nearer to the training set than to a held-out set of equal size; 0.5 is ideal.</param>
/// <param name="Ratio">
/// Median distance of synthetic points to the nearest training point over that to the nearest held-out point; 1 is ideal, far
/// below 1 means that training points were copied.
/// </param>
/// <param name="NearestAttack">
/// AUC of the attack that calls a point a member the nearer its nearest synthetic point is (Chen et al., CCS 2020); 0.5 is guessing.
/// </param>
/// <param name="DensityAttack">
/// AUC of the Monte Carlo attack that counts synthetic points nearby (Hilprecht et al., PoPETs 2019); 0.5 is guessing.
/// </param>
/// <param name="Training">Training points, all of them.</param>
/// <param name="Held">Held-out points.</param>
internal sealed record PrivacyRisk(
    double Closer,
    double Ratio,
    double NearestAttack,
    double DensityAttack,
    int Training,
    int Held
)
{
    private const int MostQueries = 2_000;
    private const int MostReference = 6_000;

    /// <summary>The stronger attack.</summary>
    public double Attack => Math.Max(NearestAttack, DensityAttack);

    /// <summary>Standard deviation of the AUC of an attack that knows nothing (Hanley and McNeil 1982), for as many points as were asked about.</summary>
    public double StandardError
    {
        get
        {
            double members = Math.Min(Training, MostQueries),
                strangers = Math.Min(Held, MostQueries);
            return Math.Sqrt((members + strangers + 1) / (12 * members * strangers));
        }
    }

    /// <param name="synthetic">[S, D]</param>
    /// <param name="training">[N, D], what the generator learnt from.</param>
    /// <param name="held">[H, D], real points it never saw.</param>
    public static PrivacyRisk Of(Tensor synthetic, Tensor training, Tensor held, int seed)
    {
        using var scope = NewDisposeScope();
        var made = Limited(synthetic, MostReference, seed);
        var members = Limited(training, MostQueries, seed + 1);
        var strangers = Limited(held, MostQueries, seed + 2);

        // The same number on both sides: a larger set has a nearer nearest point by its size alone.
        var size = (int)Math.Min(training.shape[0], held.shape[0]);
        var fair = Limited(training, size, seed + 3);
        var queries = Limited(synthetic, MostQueries, seed + 4);
        var toTraining = Neighbours.Distances(queries, fair, 1).Select(d => d[0]).ToArray();
        var toHeld = Neighbours.Distances(queries, Limited(held, size, seed + 5), 1).Select(d => d[0]).ToArray();
        var closer = toTraining
            .Zip(
                toHeld,
                (t, h) =>
                    t < h ? 1.0
                    : t == h ? 0.5
                    : 0
            )
            .Average();

        var nearMembers = Neighbours.Distances(members, made, 1).Select(d => -(double)d[0]).ToArray();
        var nearStrangers = Neighbours.Distances(strangers, made, 1).Select(d => -(double)d[0]).ToArray();
        var radius = -nearMembers.Concat(nearStrangers).Median();
        var nearest = Auc(nearMembers, nearStrangers);
        var density = Auc(Within(members, made, radius), Within(strangers, made, radius));

        return new PrivacyRisk(
            closer,
            (toTraining.Median() + 1e-9) / (toHeld.Median() + 1e-9),
            nearest,
            density,
            (int)training.shape[0],
            (int)held.shape[0]
        );
    }

    /// <summary>Smooth counts: each synthetic point within reach counts the more the nearer it is.</summary>
    private static double[] Within(Tensor points, Tensor made, double radius) =>
        [
            .. Neighbours
                .Distances(points, made, 25)
                .Select(near => near.Sum(d => Math.Exp(-d * d / (2 * radius * radius + 1e-12)))),
        ];

    private static double Auc(double[] members, double[] strangers)
    {
        double[] scores = [.. members, .. strangers];
        bool[] positive = [.. members.Select(_ => true), .. strangers.Select(_ => false)];
        return Metrics.Auc(scores, positive, Metrics.Ascending(scores), null);
    }

    private static Tensor Limited(Tensor points, int most, int seed) =>
        Neighbours.Take(points, Neighbours.Sample((int)points.shape[0], most, seed));
}
