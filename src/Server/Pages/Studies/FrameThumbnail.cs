using System.IO.Compression;
using Xinglin.Dicom.Frames;
using Xinglin.Formats.Images;

namespace Xinglin.Server.Pages.Studies;

/// <summary>A frame as a small 8-bit grey PNG (ISO/IEC 15948), in its own window.</summary>
public static class FrameThumbnail
{
    /// <param name="size">Longest side in pixels; smaller frames keep their size.</param>
    public static byte[] Of(Frame frame, int size)
    {
        var shrink = Math.Max(1, (int)Math.Ceiling(Math.Max(frame.Rows, frame.Columns) / (double)size));
        var rows = Math.Max(1, frame.Rows / shrink);
        var columns = Math.Max(1, frame.Columns / shrink);
        var grey = new byte[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                grey[row * columns + column] = Grey(frame, Mean(frame, row * shrink, column * shrink, shrink));
        }

        using var png = new MemoryStream();
        PngWriter.Write(png, rows, columns, grey, level: CompressionLevel.Fastest);
        return png.ToArray();
    }

    private static float Mean(Frame frame, int top, int left, int side)
    {
        var sum = 0f;
        var count = 0;
        for (var row = top; row < Math.Min(top + side, frame.Rows); row++)
        {
            for (var column = left; column < Math.Min(left + side, frame.Columns); column++)
            {
                sum += frame.Values[row * frame.Columns + column];
                count++;
            }
        }

        return sum / count;
    }

    private static byte Grey(Frame frame, float value)
    {
        var low = frame.Window.Centre - frame.Window.Width / 2;
        return (byte)Math.Clamp(255 * (value - low) / Math.Max(frame.Window.Width, 1e-9), 0, 255);
    }
}
