using Xinglin.Learning.Forecasts.Data;

namespace Xinglin.Learning.Forecasts;

/// <summary>What is usual in the training population, in the variable's own unit.</summary>
/// <param name="Centre">Median of the patients' mean values.</param>
/// <param name="Between">Standard deviation of the patients' mean values, above 0.</param>
/// <param name="Within">Median of the patients' own standard deviations, above 0.</param>
public sealed record Population(double Centre, double Between, double Within)
{
    public static Population Of(IReadOnlyList<MeasurementSeries> series)
    {
        var means = series.Select(one => one.Values.Average()).Order().ToArray();
        var spreads = series.Where(one => one.Count > 4).Select(one => Deviation(one.Values)).Order().ToArray();
        var all = Deviation([.. series.SelectMany(one => one.Values)]);
        var within = spreads.Length > 0 ? spreads[spreads.Length / 2] : all;
        var smallest = Math.Max(1e-6, 0.01 * all);
        return new Population(
            means[means.Length / 2],
            Math.Max(smallest, Deviation(means)),
            Math.Max(smallest, within)
        );
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    }
}

/// <summary>
/// What is known of a patient after each reading, from that reading and earlier ones only. Everything is told relative to
/// the patient's own recent level and spread, and hours of the day only as differences, so that neither the unit nor the
/// hour at which a record starts matters.
/// </summary>
public sealed class MeasurementFeatures
{
    /// <summary>Numbers that the recurrent network reads at each reading.</summary>
    public const int StepWidth = 7;

    /// <summary>Numbers that the head reads for each moment asked for.</summary>
    public const int QueryWidth = 18;

    private const double LevelHours = 24 * 7;
    private const double ProfileHours = 24 * 21;
    private const int ProfileReadings = 150;
    private const double PriorReadings = 8;

    private readonly MeasurementSeries _series;
    private readonly Population _population;
    private readonly double[] _level;
    private readonly double[] _spread;
    private readonly double[] _fast;
    private readonly double[] _slope;
    private readonly double[] _innovation;

    public MeasurementFeatures(MeasurementSeries series, Population population)
    {
        _series = series;
        _population = population;
        (_level, _spread, _fast, _slope, _innovation) = (New(), New(), New(), New(), New());
        double weight = 0,
            sum = 0,
            squares = PriorReadings * population.Within * population.Within,
            squareWeight = PriorReadings;
        for (var i = 0; i < series.Count; i++)
        {
            var decay = i == 0 ? 1 : Math.Exp(-Gap(i) / LevelHours);
            var value = series.Values[i];
            var before = i == 0 ? value : _level[i - 1];
            var usual = Math.Sqrt(squares / squareWeight);
            _innovation[i] = Math.Clamp((value - before) / usual, -5, 5);
            // A wild value (a typing error) moves the level by no more than five spreads.
            var tamed = before + _innovation[i] * usual;
            weight = weight * decay + 1;
            sum = sum * decay + tamed;
            _level[i] = sum / weight;
            var deviation = tamed - before;
            squares = squares * decay + (i == 0 ? 0 : deviation * deviation) + (1 - decay) * Prior;
            squareWeight = squareWeight * decay + (i == 0 ? 0 : 1) + (1 - decay) * PriorReadings;
            _spread[i] = Math.Sqrt(squares / squareWeight);
            _fast[i] = i == 0 ? tamed : 0.65 * _fast[i - 1] + 0.35 * tamed;
            _slope[i] = Slope(i);
        }
    }

    private double Prior => PriorReadings * _population.Within * _population.Within;

    /// <summary>The patient's recent level after reading <paramref name="i"/>: forecasts are told from here.</summary>
    public double Level(int i) => _level[i];

    /// <summary>The patient's recent spread after reading <paramref name="i"/>, above 0: the unit of forecasts.</summary>
    public double Spread(int i) => _spread[i];

    public void WriteStep(int i, Span<float> into)
    {
        var gap = i == 0 ? 0 : Gap(i);
        var (sin, cos) = Math.SinCos(2 * Math.PI * gap / 24);
        into[0] = (float)_innovation[i];
        into[1] = Relative(i, _series.Values[i]);
        into[2] = (float)((_level[i] - _population.Centre) / _population.Between);
        into[3] = (float)(Math.Log(1 + gap) / 3);
        into[4] = (float)sin;
        into[5] = (float)cos;
        into[6] = Relative(i, _fast[i]);
    }

    /// <param name="i">The last reading known.</param>
    /// <param name="hour">The moment asked for, after that reading.</param>
    public void WriteQuery(int i, double hour, Span<float> into)
    {
        var ahead = hour - _series.Hours[i];
        var (sin, cos) = Math.SinCos(2 * Math.PI * ahead / 24);
        var narrow = Profile(i, hour, 1);
        var wide = Profile(i, hour, 3);
        var own = Profile(i, _series.Hours[i], 1.5);
        var last = Relative(i, _series.Values[i]);
        into[0] = (float)(Math.Log(1 + ahead) / 3);
        into[1] = (float)(Math.Min(ahead, 240) / 168);
        into[2] = (float)sin;
        into[3] = (float)cos;
        into[4] = last;
        into[5] = i > 0 ? Relative(i, _series.Values[i - 1]) : 0;
        into[6] = Relative(i, _fast[i]);
        into[7] = (float)narrow.Deviation;
        into[8] = (float)narrow.Weight;
        into[9] = (float)wide.Deviation;
        into[10] = (float)wide.Weight;
        into[11] = (float)(last - own.Deviation);
        into[12] = (float)(_slope[i] / _spread[i]);
        into[13] = (float)(_slope[i] / _spread[i] * Math.Min(ahead, 240) / 168);
        into[14] = (float)Math.Log(_spread[i] / _population.Within);
        into[15] = (float)((_level[i] - _population.Centre) / _population.Between);
        into[16] = (float)(Math.Log(1 + i) / 3);
        into[17] = (float)((last - own.Deviation) * Math.Exp(-ahead / 12));
    }

    /// <summary>How the patient's readings near the same hour of the day lie to the level, and how many there were.</summary>
    private (double Deviation, double Weight) Profile(int i, double hour, double width)
    {
        double weights = 0,
            sum = 0;
        for (var j = Math.Max(0, i - ProfileReadings); j <= i; j++)
        {
            var apart = Math.IEEERemainder(hour - _series.Hours[j], 24);
            if (Math.Abs(apart) > 3 * width)
                continue;
            var age = _series.Hours[i] - _series.Hours[j];
            var weight = Math.Exp(-apart * apart / (2 * width * width) - age / ProfileHours);
            weights += weight;
            sum += weight * Relative(i, _series.Values[j]);
        }
        return (sum / (weights + 1), Math.Log(1 + weights) / 2);
    }

    /// <summary>Least-squares slope per week over the last fortnight, shrunk towards 0 when there are few readings.</summary>
    private double Slope(int i)
    {
        double n = 0,
            times = 0,
            values = 0,
            squares = 0,
            products = 0;
        for (var j = i; j >= Math.Max(0, i - 60) && _series.Hours[i] - _series.Hours[j] <= 24 * 14; j--)
        {
            var time = (_series.Hours[j] - _series.Hours[i]) / 168;
            var value = _level[i] + Math.Clamp(_series.Values[j] - _level[i], -5 * _spread[i], 5 * _spread[i]);
            n++;
            times += time;
            values += value;
            squares += time * time;
            products += time * value;
        }
        return (products - times * values / n) / (squares - times * times / n + 1);
    }

    private float Relative(int i, double value) => (float)Math.Clamp((value - _level[i]) / _spread[i], -6, 6);

    private double Gap(int i) => _series.Hours[i] - _series.Hours[i - 1];

    private double[] New() => new double[_series.Count];
}
