using System.Globalization;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>A version as this server writes it: 1, 2 and so on, without zeroes before it.</summary>
public static class VersionNumber
{
    /// <summary>The number; null for what is no version's.</summary>
    public static long? Of(string version) =>
        version is [>= '1' and <= '9', ..]
        && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
