using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.CommandLine.Output;

/// <summary>
/// One run of a command. Its access is in the trail before the command reads anything; where it then fails, that is recorded as well,
/// or the trail would tell of an export or a seal that never was.
/// </summary>
internal sealed class CommandRun
{
    private static readonly AsyncLocal<CommandRun?> Current = new();
    private (string Folder, AuditOptions Audit, Access Access)? _opened;

    /// <summary>A command begins, on this flow of control.</summary>
    public static CommandRun Begin() => Current.Value = new CommandRun();

    /// <summary>The command has recorded what it is about to do.</summary>
    public static void Opened(string folder, AuditOptions audit, Access access)
    {
        if (Current.Value is { } run)
            run._opened ??= (folder, audit, access);
    }

    /// <summary>The command has ended.</summary>
    public async Task EndAsync(int code)
    {
        if (_opened is not { } opened || code is ExitCode.Done or ExitCode.SomeRefused)
            return;
        await using var trail = AccessTrail.Open(opened.Folder, opened.Audit, TimeProvider.System);
        await trail.RecordAsync(opened.Access with { Result = "failed", Reason = $"exit code {code}" });
    }
}
