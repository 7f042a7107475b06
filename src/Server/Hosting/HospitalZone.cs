using Xinglin.Records.Files;

namespace Xinglin.Server.Hosting;

/// <summary>
/// The time zone of this process, and so of every page, draft, PDF, search and table that is read: set once, before anything reads
/// the clock. Whoever printed a time in another zone than the readings beside it put an analysis before its own data.
/// </summary>
public static class HospitalZone
{
    private const string Variable = "TZ";

    /// <summary>Takes the zone of the data folder's settings; the machine's stays where none is set.</summary>
    /// <exception cref="Formats.InvalidInputException">The settings cannot be used.</exception>
    public static void TakeFrom(string dataFolder)
    {
        if (HospitalSettings.Of(dataFolder).TimeZone is { Length: > 0 } zone)
            Take(zone);
    }

    /// <param name="zone">An IANA name, see <see cref="HospitalSettings.IsZone"/>.</param>
    public static void Take(string zone)
    {
        // The programs that this one starts, such as the PDF printer, inherit it.
        Environment.SetEnvironmentVariable(Variable, zone);
        TimeZoneInfo.ClearCachedData();
    }
}
