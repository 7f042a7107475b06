namespace Xinglin.Learning.Series.Data;

/// <summary>What one variable did, in standard deviations from the training mean, gathered in one pass.</summary>
internal struct VariableSummary
{
    private float _first,
        _last,
        _lowest,
        _highest,
        _lastTime;
    private double _sum,
        _squares,
        _times,
        _timeSquares,
        _products;
    private int _count;

    /// <summary>Numbers of one variable: mean, first, last, lowest, highest, deviation, slope, count, time of the last.</summary>
    public const int Width = 9;

    public void Add(float value, float time)
    {
        if (_count == 0)
            (_first, _lowest, _highest) = (value, value, value);
        (_last, _lastTime) = (value, time);
        (_lowest, _highest) = (Math.Min(_lowest, value), Math.Max(_highest, value));
        _sum += value;
        _squares += value * value;
        _times += time;
        _timeSquares += time * time;
        _products += time * value;
        _count++;
    }

    public readonly void Write(Span<float> into)
    {
        if (_count == 0)
            return;
        var mean = _sum / _count;
        var slope = (_products - _times * mean) / (_timeSquares - _times * _times / _count + 0.05 * _count);
        into[0] = (float)mean;
        into[1] = _first;
        into[2] = _last;
        into[3] = _lowest;
        into[4] = _highest;
        into[5] = (float)Math.Sqrt(Math.Max(0, _squares / _count - mean * mean));
        into[6] = (float)Math.Clamp(slope, -4, 4);
        into[7] = MathF.Log(1 + _count) / 2;
        into[8] = _lastTime;
    }
}
