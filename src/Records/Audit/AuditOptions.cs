namespace Xinglin.Records.Audit;

/// <summary>Where the trail's key and its noted heads lie: both outside of the data folder, or they prove nothing.</summary>
/// <param name="KeyFile">The file with the keys; made at first use (0600, in a folder of 0700).</param>
/// <param name="HeadsPlace">
/// A file, or a folder in which <c>xinglin-heads.txt</c> is kept, that gets a line an hour: best on another machine. Null: a
/// cut tail cannot be proven, and health says so.
/// </param>
public sealed record AuditOptions(string KeyFile, string? HeadsPlace = null)
{
    /// <summary>Names the key file where the command line does not.</summary>
    public const string KeyVariable = "XINGLIN_AUDIT_KEY";

    /// <summary>Names the place for heads where the command line does not.</summary>
    public const string HeadsVariable = "XINGLIN_AUDIT_HEADS";

    /// <summary>What is given, else what the environment says, else <c>~/.config/xinglin/audit.key</c> and no place for heads.</summary>
    public static AuditOptions Of(string? keyFile = null, string? headsPlace = null) =>
        new(
            Path.GetFullPath(Given(keyFile) ?? Given(Environment.GetEnvironmentVariable(KeyVariable)) ?? UsualKeyFile),
            Given(headsPlace) ?? Given(Environment.GetEnvironmentVariable(HeadsVariable))
        );

    private static string UsualKeyFile
    {
        get
        {
            var folder =
                Given(Environment.GetEnvironmentVariable("XDG_CONFIG_HOME"))
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return Path.Combine(folder, "xinglin", "audit.key");
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
