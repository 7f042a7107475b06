using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>One way to part the rows of a search into training and held-out ones, encoded once for all candidates.</summary>
internal sealed class CvSplit
{
    /// <summary>Matrices of more cells than this are made again for each candidate instead of being kept.</summary>
    private const long MostKept = 6_000_000;

    /// <summary>Training rows of a split at most: enough to compare candidates, which are then fitted on all rows.</summary>
    private const int MostRows = 40_000;

    private readonly TrainingData _data;
    private readonly int[] _train;
    private readonly int[] _held;
    private readonly Lazy<Preparation> _preparation;
    private readonly Dictionary<Encoding, (Encoded Train, Encoded Held)> _kept = [];

    private CvSplit(TrainingData data, int[] train, int[] held, int[] heldPositions)
    {
        (_data, _train, _held, HeldPositions) = (data, train, held, heldPositions);
        TrainLabels = data.LabelsOf(train);
        HeldLabels = data.LabelsOf(held);
        _preparation = new(() => Preparation.Fit(data.Features, train, TrainLabels, data.Classes));
    }

    public int[] TrainLabels { get; }
    public int[] HeldLabels { get; }

    /// <summary>Positions of the held-out rows among the rows of the search.</summary>
    public int[] HeldPositions { get; }

    /// <summary>
    /// Seeded stratified splits: each of <paramref name="folds"/> parts is held out in turn, and where there are more splits
    /// than parts the rows are dealt again.
    /// </summary>
    public static IReadOnlyList<CvSplit> Of(TrainingData data, int[] rows, int folds, int splits, int seed)
    {
        var labels = data.LabelsOf(rows);
        var groups = data.Groups is null ? null : rows.Select(r => data.Groups[r]).ToArray();
        var answer = new List<CvSplit>();
        for (var deal = 0; answer.Count < splits; deal++)
        {
            var dealt = Folds.Stratified(labels, groups, folds, unchecked(seed + 7_368_787 * deal));
            foreach (var fold in dealt.Distinct().Order().Take(splits - answer.Count))
            {
                int[] others = [.. rows.Where((_, i) => dealt[i] != fold)];
                var step = (double)others.Length / Math.Min(others.Length, MostRows);
                int[] train =
                [
                    .. Enumerable.Range(0, Math.Min(others.Length, MostRows)).Select(i => others[(int)(i * step)]),
                ];
                int[] held = [.. Enumerable.Range(0, rows.Length).Where(i => dealt[i] == fold)];
                answer.Add(new CvSplit(data, train, [.. held.Select(i => rows[i])], held));
            }
        }
        return answer;
    }

    /// <summary>The matrices of training and held-out rows. Not to be called for one split from two threads.</summary>
    public (Encoded Train, Encoded Held) Encode(Encoding encoding)
    {
        if (_kept.TryGetValue(encoding, out var both))
            return both;
        var p = _preparation.Value;
        both = (
            p.EncodeTraining(_data.Features, _train, TrainLabels, _data.Classes, encoding),
            p.Encode(_data.Features, _held, encoding)
        );
        if (both.Train.Values.LongLength <= MostKept)
            _kept[encoding] = both;
        return both;
    }
}
