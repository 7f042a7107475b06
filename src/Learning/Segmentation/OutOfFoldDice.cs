namespace Xinglin.Learning.Segmentation;

/// <summary>
/// The scores of images that the drawing network had not seen, of each label as it was drawn and of its largest piece alone: where
/// that is better by Dice on the whole, the model keeps only that.
/// </summary>
internal sealed class OutOfFoldDice(int labels, int images)
{
    private readonly (OverlapScore Drawn, OverlapScore Largest)[][] _scores = new (OverlapScore, OverlapScore)[
        images
    ][];

    /// <summary>For each label, whether only its largest piece is kept.</summary>
    public bool[] LargestOnly =>
        [
            .. Enumerable
                .Range(0, labels)
                .Select(label => Dice(label, one => one.Largest) > Dice(label, one => one.Drawn)),
        ];

    /// <summary>[images][labels], as the model will draw.</summary>
    public IReadOnlyList<OverlapScore[]> Chosen
    {
        get
        {
            var largest = LargestOnly;
            return
            [
                .. _scores.Select(image =>
                    image.Select((one, label) => largest[label] ? one.Largest : one.Drawn).ToArray()
                ),
            ];
        }
    }

    /// <param name="drawn">Class numbers; not changed.</param>
    public void Add(int image, Scan scan, byte[] drawn, byte[] truth)
    {
        _scores[image] = new (OverlapScore, OverlapScore)[labels];
        for (var label = 1; label <= labels; label++)
        {
            var pieces = (byte[])drawn.Clone();
            LargestComponent.Keep(pieces, scan.Sizes, (byte)label);
            var whole = OverlapScore.Of(drawn, truth, (byte)label, scan.Sizes, scan.Spacing);
            _scores[image][label - 1] = (
                whole,
                pieces.AsSpan().SequenceEqual(drawn)
                    ? whole
                    : OverlapScore.Of(pieces, truth, (byte)label, scan.Sizes, scan.Spacing)
            );
        }
    }

    private double Dice(int label, Func<(OverlapScore Drawn, OverlapScore Largest), OverlapScore> which) =>
        _scores.Select(image => which(image[label]).Dice).Where(double.IsFinite).DefaultIfEmpty(0).Average();
}
