using System.Text.Json;
using System.Text.Json.Serialization;
using Xinglin.Formats;
using Xinglin.Terminology.Text;

namespace Xinglin.Records.Files;

/// <summary>
/// What an administrator sets for the whole hospital: <c>settings.json</c> in the data folder, read by the server and by every command
/// that opens the folder. Whatever is not set holds as before.
/// </summary>
public sealed record HospitalSettings
{
    public const string FileName = "settings.json";

    /// <summary>Characters of a name or a head.</summary>
    public const int Longest = 120;

    public static readonly HospitalSettings None = new();

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Name of the hospital in Chinese, on documents; empty for none.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>Name of the hospital in English, on documents; empty for none.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>A line below the name at the head of each PDF, in Chinese: department, address, telephone.</summary>
    public string HeadZh { get; init; } = "";

    /// <summary>The same in English.</summary>
    public string HeadEn { get; init; } = "";

    /// <summary>The time zone by its IANA name (<c>Asia/Shanghai</c>); the machine's where empty. It holds from the next start.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>The folder that backups begun at the page go to, each in a folder of its own; none can be begun where empty.</summary>
    public string BackupFolder { get; init; } = "";

    /// <summary>Hours that a chart of another team stays open by break-glass, 1 to 72; <see cref="UsualBreakGlassHours"/> where null.</summary>
    public int? BreakGlassHours { get; init; }

    /// <summary>Days that a patient stays in a unit's care after a visit has ended, 0 to 365; <see cref="UsualDaysInCare"/> where null.</summary>
    public int? DaysInCare { get; init; }

    public const int UsualBreakGlassHours = 8;
    public const int UsualDaysInCare = 7;

    [JsonIgnore]
    public TimeSpan BreakGlassLasts => TimeSpan.FromHours(BreakGlassHours ?? UsualBreakGlassHours);

    [JsonIgnore]
    public TimeSpan StaysInCare => TimeSpan.FromDays(DaysInCare ?? UsualDaysInCare);

    /// <summary>What stands at the head of a document; null where nothing is set. Either language stands in for the other.</summary>
    [JsonIgnore]
    public BilingualText? Name => Both(NameZh, NameEn);

    /// <summary>The line below; null where nothing is set.</summary>
    [JsonIgnore]
    public BilingualText? Head => Both(HeadZh, HeadEn);

    /// <summary>The settings of a data folder; <see cref="None"/> where it has none.</summary>
    /// <exception cref="InvalidInputException">The file cannot be used: it says which field and what to write.</exception>
    public static HospitalSettings Of(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return None;
        HospitalSettings read;
        try
        {
            read = JsonSerializer.Deserialize<HospitalSettings>(File.ReadAllBytes(path), Form) ?? None;
        }
        catch (JsonException fault)
        {
            throw InvalidInputException.In(
                path,
                $"It is no settings file (line {fault.LineNumber + 1}, {fault.Path ?? "$"}): correct it, or remove it, and the usual settings hold."
            );
        }
        return read.Faults() is [var (field, words), ..]
            ? throw InvalidInputException.In(path, $"{field}: {words.En}")
            : read;
    }

    /// <summary>What cannot be used, by field, with what to write instead; empty when all can.</summary>
    /// <param name="dataFolder">Given: the folder of backups is looked at as well.</param>
    public IReadOnlyList<(string Field, BilingualText Words)> Faults(string? dataFolder = null)
    {
        (string Field, bool IsGood)[] fields =
        [
            ("nameZh", IsLine(NameZh)),
            ("nameEn", IsLine(NameEn)),
            ("headZh", IsLine(HeadZh)),
            ("headEn", IsLine(HeadEn)),
            ("timeZone", TimeZone is not null && (TimeZone.Length == 0 || IsZone(TimeZone))),
            (
                "backupFolder",
                BackupFolder is not null && (BackupFolder.Length == 0 || IsPlace(BackupFolder, dataFolder))
            ),
            ("breakGlassHours", BreakGlassHours is null or (>= 1 and <= 72)),
            ("daysInCare", DaysInCare is null or (>= 0 and <= 365)),
        ];
        return [.. fields.Where(one => !one.IsGood).Select(one => (one.Field, RemedyOf(one.Field)!))];
    }

    /// <summary>What to write into a field; null where there is no such field.</summary>
    public static BilingualText? RemedyOf(string? field) =>
        field switch
        {
            "nameZh" or "nameEn" or "headZh" or "headEn" => new(
                $"须为一行，至多 {Longest} 个字符。",
                $"Write one line of at most {Longest} characters."
            ),
            "timeZone" => new(
                "请写 IANA 时区名，如 Asia/Shanghai；留空则用本机时区。",
                "Write the IANA name of a time zone, such as Asia/Shanghai; empty is the machine's."
            ),
            "backupFolder" => new(
                "请写数据文件夹之外、服务器上已有的文件夹的完整路径，如 /mnt/backup。",
                "Write the whole path of a folder that exists on the server and lies outside of the data folder, such as /mnt/backup."
            ),
            "breakGlassHours" => new("请写 1 至 72 的整数。", "Write a whole number of 1 to 72."),
            "daysInCare" => new("请写 0 至 365 的整数。", "Write a whole number of 0 to 365."),
            _ => null,
        };

    private static bool IsLine(string? text) => text is { Length: <= Longest } && !text.Any(char.IsControl);

    /// <summary>Stores them; whole or not at all.</summary>
    /// <exception cref="InvalidInputException">A field cannot be used.</exception>
    public void Save(string dataFolder)
    {
        if (Faults(dataFolder) is [var (field, words), ..])
            throw InvalidInputException.In(FileName, $"{field}: {words.En}");
        var path = Path.Combine(dataFolder, FileName);
        var partial = $"{path}.{Guid.NewGuid():n}.partial";
        using (var file = File.Create(partial))
        {
            JsonSerializer.Serialize(file, this, Form);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The names of the fields that differ.</summary>
    public IReadOnlyList<string> ChangedFrom(HospitalSettings before) =>
        [
            .. new[]
            {
                ("nameZh", NameZh == before.NameZh),
                ("nameEn", NameEn == before.NameEn),
                ("headZh", HeadZh == before.HeadZh),
                ("headEn", HeadEn == before.HeadEn),
                ("timeZone", TimeZone == before.TimeZone),
                ("backupFolder", BackupFolder == before.BackupFolder),
                ("breakGlassHours", BreakGlassHours == before.BreakGlassHours),
                ("daysInCare", DaysInCare == before.DaysInCare),
            }
                .Where(one => !one.Item2)
                .Select(one => one.Item1),
        ];

    /// <summary>Whether it is the IANA name of a time zone that this machine knows.</summary>
    public static bool IsZone(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        && zone.HasIanaId;

    private static bool IsPlace(string folder, string? dataFolder) =>
        Path.IsPathFullyQualified(folder)
        && !folder.Any(char.IsControl)
        && (
            dataFolder is null
            || (
                Directory.Exists(folder)
                && !(Path.GetFullPath(folder).TrimEnd('/') + '/').StartsWith(
                    Path.GetFullPath(dataFolder).TrimEnd('/') + '/',
                    StringComparison.Ordinal
                )
            )
        );

    private static BilingualText? Both(string zh, string en) =>
        (zh.Length, en.Length) switch
        {
            (0, 0) => null,
            (0, _) => new(en, en),
            (_, 0) => new(zh, zh),
            _ => new(zh, en),
        };
}
