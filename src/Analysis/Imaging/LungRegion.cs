using Xinglin.Learning.Images;
using Xinglin.Terminology.Text;

namespace Xinglin.Analysis.Imaging;

/// <summary>
/// Puts a heat map into words: which zone of which lung. On a frontal film the left of the image is the patient's
/// right. Zones are thirds of the height in which lungs usually lie on a frontal film.
/// </summary>
internal static class LungRegion
{
    // Rows of the lungs on a frontal film, as shares of the image; words are coarse, so this may be coarse too.
    private const double Top = 0.10;
    private const double Bottom = 0.88;

    /// <summary>A zone is named when it holds at least this share of the weight.</summary>
    private const double Decisive = 0.6;

    /// <summary>
    /// A side is named when it holds at least this share. On phantom films an opacity of one side holds 0.87 and more of
    /// the map, opacities of both sides 0.58 to 0.81 in nine of ten films (30 films each).
    /// </summary>
    private const double DecisiveSide = 0.85;

    /// <summary>Above this share of the image a map points nowhere.</summary>
    private const double Everywhere = 0.8;

    private static readonly BilingualText[] Zones = [new("上", "upper"), new("中", "middle"), new("下", "lower")];

    /// <summary>Where the weight of the map lies; null when it is spread out or the map is empty.</summary>
    public static BilingualText? Of(ImageHeatMap map)
    {
        var zones = new double[3];
        double right = 0,
            left = 0,
            squares = 0;
        for (var row = 0; row < map.Rows; row++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                // Squared: the strong places decide, not the haze.
                var weight = Math.Pow(map.Values[row * map.Columns + column], 2);
                var height = ((row + 0.5) / map.Rows - Top) / (Bottom - Top);
                zones[Math.Clamp((int)(height * 3), 0, 2)] += weight;
                squares += weight * weight;
                if (column + 0.5 < map.Columns / 2.0)
                {
                    right += weight;
                }
                else
                {
                    left += weight;
                }
            }
        }
        var total = left + right;
        if (total < 1e-9)
        {
            return null;
        }
        var zone = Array.FindIndex(zones, z => z / total >= Decisive);
        var side =
            right / total >= DecisiveSide ? new BilingualText("右", "right")
            : left / total >= DecisiveSide ? new BilingualText("左", "left")
            : null;
        // The share of the image that a map of even weight and this concentration would cover.
        var spread = total * total / (squares * map.Values.Length);
        return (side, zone) switch
        {
            (null, < 0) when spread > Everywhere => null,
            (null, < 0) => new("双肺", "lungs on both sides"),
            (null, _) => new($"双{Zones[zone].Zh}肺野", $"{Zones[zone].En} zones on both sides"),
            (_, < 0) => new($"{side.Zh}肺", $"{side.En} lung"),
            _ => new($"{side.Zh}{Zones[zone].Zh}肺野", $"{side.En} {Zones[zone].En} zone"),
        };
    }
}
