using System.CommandLine;
using Xinglin.Records.Audit;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>Where the audit trail's key and heads lie: alike for every command that touches records or accounts.</summary>
public static class TrailOptions
{
    private const string KeyName = "--audit-key";
    private const string HeadsName = "--audit-heads";

    /// <summary>Adds both options to a command.</summary>
    public static Command WithTrail(this Command verb)
    {
        verb.Options.Add(
            new Option<string?>(KeyName)
            {
                Description =
                    $"the audit trail's key, outside of the data folder (default: {AuditOptions.KeyVariable}, or ~/.config/xinglin/audit.key)",
                HelpName = "FILE",
            }
        );
        verb.Options.Add(
            new Option<string?>(HeadsName)
            {
                Description =
                    $"a file or folder, best on another machine, that gets the trail's signed head every hour (default: {AuditOptions.HeadsVariable})",
                HelpName = "PLACE",
            }
        );
        return verb;
    }

    public static AuditOptions Of(ParseResult parsed) =>
        AuditOptions.Of(parsed.GetValue<string?>(KeyName), parsed.GetValue<string?>(HeadsName));
}
