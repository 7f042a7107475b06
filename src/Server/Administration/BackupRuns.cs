using System.Globalization;
using System.Reflection;
using Xinglin.Formats;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Backup;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Faults;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Administration;

/// <summary>How the backup stands that was begun at the page.</summary>
public enum BackupState
{
    None,
    Running,
    Done,
    Failed,
}

/// <summary>Backups that are begun at the page, one at a time, while the server goes on. Thread-safe.</summary>
public sealed class BackupRuns(
    string dataFolder,
    AuditOptions audit,
    TimeProvider clock,
    IHostApplicationLifetime life,
    ILogger<BackupRuns> log
)
{
    private static readonly string Version = typeof(BackupRuns)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    public BackupState State { get; private set; }

    /// <summary>How far it is, while it runs.</summary>
    public string Progress { get; private set; } = "";

    /// <summary>Why it failed.</summary>
    public BilingualText? Fault { get; private set; }

    /// <summary>Until the one that runs has ended.</summary>
    public Task Ended => _running;

    /// <summary>Begins one, in a folder of its own below the folder that the settings name.</summary>
    /// <returns>The folder that it goes to; null when one runs already or no folder is set.</returns>
    public string? Begin()
    {
        lock (_gate)
        {
            var place = HospitalSettings.Of(dataFolder).BackupFolder;
            if (State == BackupState.Running || place.Length == 0)
                return null;
            var target = Path.Combine(
                place,
                "xinglin-" + clock.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)
            );
            (State, Progress, Fault) = (BackupState.Running, "", null);
            _running = Task.Run(() => Make(target));
            return target;
        }
    }

    private void Make(string target)
    {
        try
        {
            Backups.Make(dataFolder, target, Version, audit, clock, told => Progress = told, life.ApplicationStopping);
            State = BackupState.Done;
        }
        catch (Exception fault)
        {
            FaultLog.Write(log, fault, "a backup was not made");
            Fault = fault switch
            {
                InvalidInputException or StorageFaultException or IOException or UnauthorizedAccessException => new(
                    $"备份未完成：{fault.Message}",
                    $"The backup was not made: {fault.Message}"
                ),
                OperationCanceledException => new(
                    "服务器停止，备份未完成。",
                    "The server stopped: the backup was not made."
                ),
                _ => new(
                    $"备份未完成（{fault.GetType().Name}），请查看服务器日志。",
                    $"The backup was not made ({fault.GetType().Name}): see the server's log."
                ),
            };
            State = BackupState.Failed;
        }
    }
}
