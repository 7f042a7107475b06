using System.Globalization;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>Durations as people type them.</summary>
public static class Durations
{
    /// <summary><c>90s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c> or a bare number of seconds; null for anything else or ≤ 0.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length == 0)
            return null;
        var seconds = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };
        var number = seconds == 0 ? text : text[..^1];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0
            ? TimeSpan.FromSeconds(value * Math.Max(seconds, 1))
            : null;
    }
}
