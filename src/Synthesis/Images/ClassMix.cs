using Xinglin.Learning.Randomness;

namespace Xinglin.Synthesis.Images;

/// <summary>
/// The class mix of the held-out images, at which everything is compared: a given validation split may hold other shares of each class
/// than the training split, and a difference of mix is not one of looks, nor does it give anybody away.
/// </summary>
internal sealed class ClassMix(ImageSet images)
{
    /// <summary>Training rows in the class mix of the held-out images, as many as that mix allows.</summary>
    public int[] TrainingRows(int seed)
    {
        var labels = images.Labels.data<long>().ToArray();
        var held = images.HeldLabels.data<long>().ToArray();
        var wanted = held.GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count() / (double)held.Length);
        var there = labels.GroupBy(l => l).ToDictionary(g => g.Key, g => g.Count());
        var total = wanted.Where(w => there.ContainsKey(w.Key)).Min(w => there[w.Key] / w.Value);
        var rows = Enumerable.Range(0, labels.Length).ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(rows);
        return
        [
            .. rows.GroupBy(row => labels[row])
                .SelectMany(group => group.Take((int)Math.Round(total * wanted.GetValueOrDefault(group.Key))))
                .Order(),
        ];
    }

    /// <summary>Class numbers of synthetic images, in the class mix of the held-out ones.</summary>
    public long[] Kinds(int count, int seed)
    {
        var held = images.HeldLabels.data<long>().ToArray();
        var kinds = Enumerable.Range(0, count).Select(i => held[i % held.Length]).ToArray();
        SeededRandom.OfDotNet(seed).Shuffle(kinds);
        return kinds;
    }
}
