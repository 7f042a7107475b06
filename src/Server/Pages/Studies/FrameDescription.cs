using Xinglin.Dicom.Frames;

namespace Xinglin.Server.Pages.Studies;

/// <summary>What the viewer must know to show the pixels: value = pixel × slope + intercept.</summary>
/// <param name="RowSpacing">Millimetres between rows; null when the object does not state it.</param>
/// <param name="ColumnSpacing">Millimetres between columns; null when the object does not state it.</param>
/// <param name="SpacingAt">Where these millimetres are: <c>body</c>, <c>detector</c> or <c>scanner</c>.</param>
public sealed record FrameDescription(
    int Rows,
    int Columns,
    double Slope,
    double Intercept,
    double Centre,
    double Width,
    double? RowSpacing,
    double? ColumnSpacing,
    string? SpacingAt
)
{
    public static FrameDescription Of(Frame frame)
    {
        var scale = SixteenBit.Of(frame);
        return new(
            frame.Rows,
            frame.Columns,
            scale.Slope,
            scale.Intercept,
            frame.Window.Centre,
            frame.Window.Width,
            frame.Spacing?.RowMillimetres,
            frame.Spacing?.ColumnMillimetres,
            frame.Spacing?.At.ToString().ToLowerInvariant()
        );
    }
}

/// <summary>How values are written in 16 bits: whole numbers that fit are kept exactly, others are stretched.</summary>
public readonly record struct SixteenBit(double Slope, double Intercept)
{
    public static SixteenBit Of(Frame frame)
    {
        var low = float.MaxValue;
        var high = float.MinValue;
        var whole = true;
        foreach (var value in frame.Values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
            whole &= value == MathF.Floor(value);
        }
        if (whole && high - low <= ushort.MaxValue)
            return new(1, low >= 0 && high <= ushort.MaxValue ? 0 : low);
        return new(Math.Max((high - low) / (double)ushort.MaxValue, 1e-12), low);
    }

    public ushort Encode(float value) =>
        (ushort)Math.Clamp(Math.Round((value - Intercept) / Slope), 0, ushort.MaxValue);
}
