namespace Xinglin.Synthesis.DifferentialPrivacy;

/// <summary>
/// Counts that give no row away: normal noise on every bin of several histograms, each of which a row enters once (the Gaussian mechanism
/// with the influence √histograms).
/// </summary>
internal sealed class PrivateCounts
{
    private readonly CryptoGaussianNoise _random;

    /// <param name="noise">Standard deviation over the influence of a row.</param>
    /// <param name="histograms">How many histograms will be asked for in this round.</param>
    /// <param name="seed">For tests only; null: secret, from the operating system.</param>
    public PrivateCounts(double noise, int histograms, int? seed = null)
    {
        Deviation = noise * Math.Sqrt(Math.Max(1, histograms));
        _random = new CryptoGaussianNoise(seed);
    }

    /// <summary>Standard deviation of the noise on each count.</summary>
    public double Deviation { get; }

    /// <summary>Blurred counts of bins that were fixed without looking at the data.</summary>
    public double[] Of(IEnumerable<int> bins, int count)
    {
        var counts = new double[count];
        foreach (var bin in bins)
            counts[bin]++;
        for (var i = 0; i < count; i++)
            counts[i] += Deviation * _random.NextGaussian();
        return counts;
    }

    /// <summary>
    /// Blurred counts of names found in the data: those below a threshold are not told, so that a name which one row alone has comes out with
    /// the chance <paramref name="delta"/> at most (Korolova et al., WWW 2009, with normal noise).
    /// </summary>
    public List<(string Name, double Count)> OfNames(IEnumerable<string> names, double delta)
    {
        var threshold = 1 + Deviation * GaussianTail.Beyond(delta);
        return
        [
            .. names
                .GroupBy(n => n)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (Name: g.Key, Count: g.Count() + Deviation * _random.NextGaussian()))
                .Where(g => g.Count > threshold)
                .OrderByDescending(g => g.Count),
        ];
    }
}
