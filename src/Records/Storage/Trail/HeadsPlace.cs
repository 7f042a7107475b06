using System.Text;
using Xinglin.Records.Audit;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The file that gets a head line an hour, one file for one data folder: on another machine, or where this account may only
/// append. Lines are only ever added.
/// </summary>
public static class HeadsPlace
{
    public const string FileName = "xinglin-heads.txt";

    /// <summary>The file itself, where a folder was named.</summary>
    public static string FileOf(string place) => Directory.Exists(place) ? Path.Combine(place, FileName) : place;

    /// <summary>Adds a line; durable when it returns.</summary>
    /// <exception cref="IOException">The place cannot be written.</exception>
    public static void Add(string place, HeadLine head)
    {
        using var file = PrivateFiles.Open(FileOf(place), FileMode.Append);
        file.Write(Encoding.ASCII.GetBytes($"{head}\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>All lines; null when there is no such file.</summary>
    public static IReadOnlyList<string>? Read(string place) =>
        File.Exists(FileOf(place)) ? [.. File.ReadLines(FileOf(place)).Where(line => line.Length > 0)] : null;
}
