using System.CommandLine;
using Xinglin.Formats;
using Xinglin.Records.Files;
using Xinglin.Server.Hosting;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>
/// The time zone of a command: <c>--time-zone</c> where it is given, then the data folder's settings, then the machine's. For every
/// command that opens a data folder, before it does anything.
/// </summary>
public static class ZoneOption
{
    private const string Name = "--time-zone";

    /// <summary>Adds the option to a command.</summary>
    public static Command WithTimeZone(this Command verb)
    {
        verb.Options.Add(
            new Option<string?>(Name)
            {
                Description =
                    "the time zone of the hospital by its IANA name, such as Asia/Shanghai (default: as set in the page of administration, or the machine's)",
                HelpName = "ZONE",
            }
        );
        return verb;
    }

    /// <exception cref="InvalidInputException">There is no such zone, or the settings cannot be used.</exception>
    public static void Apply(ParseResult parsed)
    {
        var options = parsed.CommandResult.Command.Options;
        if (options.Any(option => option.Name == Name) && parsed.GetValue<string?>(Name) is { } zone)
        {
            if (!HospitalSettings.IsZone(zone))
            {
                throw new InvalidInputException(
                    $"{Name}: '{zone}' is no time zone",
                    "Write an IANA name, such as Asia/Shanghai or Europe/Zurich."
                );
            }
            HospitalZone.Take(zone);
        }
        else if (options.OfType<Option<string>>().FirstOrDefault(option => option.Name == "--data") is { } data)
        {
            HospitalZone.TakeFrom(Path.GetFullPath(parsed.GetValue(data)!));
        }
    }
}
