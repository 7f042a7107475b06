using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>
/// How large errors usually are against the width of the band, on patients who were not trained on: the distance of what
/// came from the median, as a share of the band's arm on that side. Each list holds as many evenly spaced quantiles.
/// </summary>
/// <param name="Outer">Against Q10 and Q90.</param>
/// <param name="Inner">Against Q25 and Q75.</param>
public sealed record PopulationErrors(double[] Outer, double[] Inner);

/// <summary>
/// Fits the bands to each patient by that patient's own past: what the model would have said of the readings that have
/// come by now, next to what came (conformal prediction with the patient as the calibration set, renewed with every
/// reading: Gibbs and Candès, NeurIPS 2021; Romano et al., NeurIPS 2019 for the scaled score). Few errors are joined by
/// the population's, so that a new patient starts with the population's bands. Only what came before the forecast is used.
/// </summary>
internal sealed class PatientConformalScaling
{
    /// <summary>The population counts as much as so many errors of the patient's own.</summary>
    public const int PopulationWeight = 20;

    /// <summary>Newest errors that are looked at: bands follow a patient who changes.</summary>
    public const int Newest = 120;

    // An error of a patient moves the band at most so far.
    private const double Narrowest = 0.5;
    private const double Widest = 4;

    private readonly PopulationErrors _usual;
    private readonly int[] _came;
    private readonly double[] _outer;
    private readonly double[] _inner;

    /// <param name="past">Forecasts as the population's bands have them, and when and what came; oldest first.</param>
    public PatientConformalScaling(
        PopulationErrors usual,
        IReadOnlyList<(QuantileForecast Said, int Came, double Value)> past
    )
    {
        _usual = usual;
        _came = [.. past.Select(one => one.Came)];
        _outer = [.. past.Select(one => Outer(one.Said, one.Value))];
        _inner = [.. past.Select(one => Inner(one.Said, one.Value))];
    }

    /// <summary>Factors of the outer and the inner band when the newest reading known is <paramref name="known"/>.</summary>
    public (double Outer, double Inner) At(int known)
    {
        var end = Array.BinarySearch(_came, known);
        end = end >= 0 ? end + 1 : ~end;
        var own = Math.Max(0, end - Newest)..end;
        return (Factor(_outer[own], _usual.Outer, 0.8), Factor(_inner[own], _usual.Inner, 0.5));
    }

    public static PopulationErrors Usual(IReadOnlyCollection<(QuantileForecast Said, double Value)> held) =>
        new(
            Quantiles(held.Select(one => Outer(one.Said, one.Value))),
            Quantiles(held.Select(one => Inner(one.Said, one.Value)))
        );

    private static double[] Quantiles(IEnumerable<double> errors)
    {
        var sorted = errors.Order().ToArray();
        return
        [
            .. Enumerable
                .Range(0, PopulationWeight)
                .Select(i => Math.Round(sorted[(int)((i + 0.5) / PopulationWeight * sorted.Length)], 4)),
        ];
    }

    /// <summary>The smallest factor that would have covered the share promised of one error more than there are.</summary>
    private static double Factor(double[] own, double[] usual, double share)
    {
        double[] all = [.. own, .. usual];
        Array.Sort(all);
        var at = (int)Math.Ceiling(share * (all.Length + 1)) - 1;
        return Math.Clamp(all[Math.Min(at, all.Length - 1)], Narrowest, Widest);
    }

    private static double Outer(QuantileForecast said, double came) => Error(said.Q10, said.Q50, said.Q90, came);

    private static double Inner(QuantileForecast said, double came) => Error(said.Q25, said.Q50, said.Q75, came);

    private static double Error(double low, double median, double high, double came) =>
        Math.Abs(came - median) / Math.Max(came >= median ? high - median : median - low, 1e-9);
}
