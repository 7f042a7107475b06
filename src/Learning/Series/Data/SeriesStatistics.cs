namespace Xinglin.Learning.Series.Data;

/// <summary>
/// The statistics of each variable that trees read, in the variable's own unit and with NaN for what was not measured.
/// Only the ends to which wild values are drawn and the usual range come from training series.
/// </summary>
internal sealed class SeriesStatistics
{
    /// <summary>Statistics told at every moment; answers for a whole series have <see cref="WholeOnly"/> too.</summary>
    private static readonly string[] Always =
    [
        "count",
        "last",
        "min",
        "max",
        "mean",
        "std",
        "slope",
        "last-first",
        "hours since last",
        "recent mean",
        "recent min",
        "recent max",
        "last-mean",
        "recent count",
    ];

    private static readonly string[] WholeOnly =
    [
        "first",
        "median",
        "later mean",
        "early mean",
        "share low",
        "share high",
        "hour of first",
        "hour of max",
        "hour of min",
    ];

    private readonly SeriesPreparation _preparation;
    private readonly double _recent;
    private readonly double _later;
    private readonly int _perVariable;
    private readonly List<(double Time, float Value)>[] _gathered;
    private float[] _sorted = new float[64];

    public SeriesStatistics(SeriesPreparation preparation)
    {
        _preparation = preparation;
        // A quarter and a half of the grid (12 and 24 of 48 hours); at each moment, the last 6 hours.
        (_recent, _later) = preparation.PerStep ? (6, 12) : (preparation.Hours / 4, preparation.Hours / 2);
        string[] names = preparation.PerStep ? Always : [.. Always, .. WholeOnly];
        _perVariable = names.Length;
        _gathered = [.. preparation.Variables.Select(_ => new List<(double, float)>())];
        Names =
        [
            .. preparation.Variables.SelectMany(variable => names.Select(name => $"{variable}: {name}")),
            .. preparation.StaticFeatures.Select(s => s.Level is null ? s.Column : $"{s.Column}: {s.Level}"),
            "hours known",
            "events",
            "variables measured",
        ];
    }

    /// <summary>What each column is, such as <c>HR: recent mean</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Width => Names.Count;

    /// <param name="until">Events up to this hour are known; infinity: all.</param>
    /// <param name="into">[Width]</param>
    public void Write(
        EventTable events,
        int id,
        double until,
        int[] variables,
        IReadOnlyList<string?> staticCells,
        Span<float> into
    )
    {
        into.Fill(float.NaN);
        foreach (var list in _gathered)
            list.Clear();
        var (start, end) = events.Of(id);
        var known = _preparation.PerStep ? until : Math.Min(until, _preparation.Hours * 1.0001);
        var (last, count, measured) = (0.0, 0, 0);
        for (var i = start; i < end && events.Time[i] <= known; i++)
        {
            var v = variables[events.Variable[i]];
            if (v < 0)
                continue;
            var scale = _preparation.Scales[v];
            _gathered[v].Add((events.Time[i], Math.Clamp(events.Value[i], scale.Low, scale.High)));
            last = events.Time[i];
            count++;
        }
        var now = _preparation.PerStep ? until : last;
        for (var v = 0; v < _gathered.Length; v++)
        {
            var part = into.Slice(_perVariable * v, _perVariable);
            part[0] = _gathered[v].Count;
            if (_gathered[v].Count == 0)
                continue;
            measured++;
            Of(_gathered[v], now, _preparation.Scales[v], part);
        }
        var at = _perVariable * _gathered.Length;
        for (var s = 0; s < _preparation.StaticFeatures.Count; s++)
            into[at + s] = _preparation.StaticFeatures[s].Plain(staticCells[s]);
        into[^3] = (float)now;
        into[^2] = count;
        into[^1] = measured;
    }

    private void Of(List<(double Time, float Value)> values, double now, VariableScale scale, Span<float> into)
    {
        var (first, last) = (values[0], values[^1]);
        var (low, high) = (first, first);
        double sum = 0,
            squares = 0,
            times = 0,
            timeSquares = 0,
            products = 0;
        var (recently, afterwards, early) = (new Window(), new Window(), new Window());
        var (below, above) = (0, 0);
        foreach (var (time, value) in values)
        {
            var (t, x) = (time - first.Time, (double)value - first.Value);
            sum += x;
            squares += x * x;
            times += t;
            timeSquares += t * t;
            products += t * x;
            if (value < low.Value)
                low = (time, value);
            if (value > high.Value)
                high = (time, value);
            if (time > now - _recent)
                recently.Add(value);
            if (time > now - _later)
                afterwards.Add(value);
            if (time < _recent)
                early.Add(value);
            below += value < scale.UsualLow ? 1 : 0;
            above += value > scale.UsualHigh ? 1 : 0;
        }
        var n = values.Count;
        var mean = first.Value + sum / n;
        var spread = timeSquares - times * times / n;
        into[1] = last.Value;
        into[2] = low.Value;
        into[3] = high.Value;
        into[4] = (float)mean;
        into[5] = n > 1 ? (float)Math.Sqrt(Math.Max(0, (squares - sum * sum / n) / (n - 1))) : float.NaN;
        into[6] = spread > 1e-9 ? (float)((products - times * sum / n) / spread) : float.NaN;
        into[7] = n > 1 ? last.Value - first.Value : float.NaN;
        into[8] = (float)(now - last.Time);
        into[9] = recently.Mean;
        into[10] = recently.Low;
        into[11] = recently.High;
        into[12] = (float)(last.Value - mean);
        into[13] = recently.Count;
        if (_perVariable == Always.Length)
            return;
        into[14] = first.Value;
        into[15] = Median(values);
        into[16] = afterwards.Mean;
        into[17] = early.Mean;
        into[18] = (float)below / n;
        into[19] = (float)above / n;
        into[20] = (float)first.Time;
        into[21] = (float)high.Time;
        into[22] = (float)low.Time;
    }

    private float Median(List<(double Time, float Value)> values)
    {
        if (_sorted.Length < values.Count)
            _sorted = new float[values.Count * 2];
        for (var i = 0; i < values.Count; i++)
            _sorted[i] = values[i].Value;
        var part = _sorted.AsSpan(0, values.Count);
        part.Sort();
        return (part[(values.Count - 1) / 2] + part[values.Count / 2]) / 2;
    }

    private struct Window()
    {
        private double _sum = 0;

        public int Count { get; private set; } = 0;

        public float Low { get; private set; } = float.NaN;

        public float High { get; private set; } = float.NaN;

        public readonly float Mean => Count == 0 ? float.NaN : (float)(_sum / Count);

        public void Add(float value)
        {
            _sum += value;
            Low = Count == 0 ? value : Math.Min(Low, value);
            High = Count == 0 ? value : Math.Max(High, value);
            Count++;
        }
    }
}
