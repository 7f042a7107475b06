namespace Xinglin.Learning.Survival.Measures;

/// <summary>Measures of survival probabilities at given times, with rows lost to censoring made up for by inverse weights (IPCW).</summary>
public static class CensoredScores
{
    /// <summary>The chance of being observed is taken for no less than this, so that no row decides alone.</summary>
    private const double MinCensoringProbability = 0.02;

    /// <summary>
    /// Each row's part of the Brier score at a time (Graf et al. 1999): with an event before, S² / G(T−); observed beyond, (1 − S)² / G(t);
    /// censored before, 0. Their mean is the score, 0 to 1.
    /// </summary>
    /// <param name="survival">Stated probability of each row to be without event at the time.</param>
    public static double[] BrierParts(
        double[] times,
        bool[] events,
        double[] survival,
        double time,
        KaplanMeier censoring
    )
    {
        var beyond = Math.Max(MinCensoringProbability, censoring.At(time));
        return
        [
            .. times.Select(
                (t, i) =>
                    t > time ? (1 - survival[i]) * (1 - survival[i]) / beyond
                    : events[i] ? survival[i] * survival[i] / Math.Max(MinCensoringProbability, censoring.JustBefore(t))
                    : 0
            ),
        ];
    }

    /// <summary>
    /// Area under the ROC curve at a time (Uno et al. 2007; Hung and Chiang 2010): those with an event by then, weighted, against
    /// those still without one.
    /// </summary>
    public static double Auc(
        double[] times,
        bool[] events,
        double[] risk,
        double time,
        KaplanMeier censoring,
        int[]? weights = null
    )
    {
        var order = Enumerable.Range(0, times.Length).ToArray();
        Array.Sort([.. risk], order);
        double below = 0,
            won = 0,
            cases = 0;
        for (var i = 0; i < order.Length; )
        {
            double tiedCases = 0,
                tiedControls = 0;
            var value = risk[order[i]];
            for (; i < order.Length && risk[order[i]] == value; i++)
            {
                var row = order[i];
                double w = weights?[row] ?? 1;
                if (times[row] > time)
                    tiedControls += w;
                else if (events[row])
                    tiedCases += w / Math.Max(MinCensoringProbability, censoring.JustBefore(times[row]));
            }
            won += tiedCases * (below + tiedControls / 2);
            below += tiedControls;
            cases += tiedCases;
        }
        return cases > 0 && below > 0 ? won / (cases * below) : double.NaN;
    }
}
