namespace Xinglin.Learning.Series.Data;

/// <summary>What one variable did, in standard deviations from the training mean, gathered in one pass.</summary>
internal struct VariableSummary
{
    private float first,
        last,
        lowest,
        highest,
        lastTime;
    private double sum,
        squares,
        times,
        timeSquares,
        products;
    private int count;

    /// <summary>Numbers of one variable: mean, first, last, lowest, highest, deviation, slope, count, time of the last.</summary>
    public const int Width = 9;

    public void Add(float value, float time)
    {
        if (count == 0)
            (first, lowest, highest) = (value, value, value);
        (last, lastTime) = (value, time);
        (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        sum += value;
        squares += value * value;
        times += time;
        timeSquares += time * time;
        products += time * value;
        count++;
    }

    public readonly void Write(Span<float> into)
    {
        if (count == 0)
            return;
        var mean = sum / count;
        var slope = (products - times * mean) / (timeSquares - times * times / count + 0.05 * count);
        into[0] = (float)mean;
        into[1] = first;
        into[2] = last;
        into[3] = lowest;
        into[4] = highest;
        into[5] = (float)Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        into[6] = (float)Math.Clamp(slope, -4, 4);
        into[7] = MathF.Log(1 + count) / 2;
        into[8] = lastTime;
    }
}
