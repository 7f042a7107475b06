using static TorchSharp.torch;

namespace Xinglin.Synthesis.Quality;

/// <summary>Synthetic records that are equal to real ones.</summary>
/// <param name="Training">Synthetic records equal to a training record.</param>
/// <param name="ExpectedByChance">
/// Synthetic records equal to a held-out record, scaled to the size of the training set: how many would be equal by chance.
/// </param>
internal sealed record NearestNeighbourDuplicates(int Training, double ExpectedByChance)
{
    /// <summary>Counts equal points: images, which differ by some grain at the least.</summary>
    /// <param name="same">Points nearer than this are the same.</param>
    public static NearestNeighbourDuplicates OfPoints(Tensor synthetic, Tensor training, Tensor held, double same) =>
        Scaled(
            Neighbours.Distances(synthetic, training, 3).Count(near => near[0] <= same),
            Neighbours.Distances(synthetic, held, 3).Count(near => near[0] <= same),
            (int)training.shape[0],
            (int)held.shape[0]
        );

    /// <summary>Counts equal rows, cell by cell.</summary>
    public static NearestNeighbourDuplicates OfRows(
        IEnumerable<string> synthetic,
        IReadOnlyCollection<string> training,
        IReadOnlyCollection<string> held
    )
    {
        var (known, strange) = (training.ToHashSet(), held.ToHashSet());
        var made = synthetic.ToList();
        return Scaled(made.Count(known.Contains), made.Count(strange.Contains), training.Count, held.Count);
    }

    private static NearestNeighbourDuplicates Scaled(int training, int held, int trainingSize, int heldSize) =>
        new(training, (double)held * trainingSize / Math.Max(1, heldSize));
}
