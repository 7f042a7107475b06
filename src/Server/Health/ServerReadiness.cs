using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Health;

/// <summary>One thing that the server needs, and how it stands.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="IsFault">Work is rejected until it is mended.</param>
/// <param name="Words">What is wrong or should be seen to; null when nothing is.</param>
public sealed record ReadinessCheck(BilingualText Name, bool IsFault, BilingualText? Words);

/// <summary>Whether records can be read and accesses be recorded: what <c>/health/ready</c> answers and the page of operation shows.</summary>
public sealed class ServerReadiness(FhirStore store, AccessTrail trail, TrailMaintenance keeper, string dataFolder)
{
    private const long LeastFreeBytes = 32L << 20;

    /// <summary>Free bytes of the disk that the data folder is on.</summary>
    public long FreeBytes => new DriveInfo(dataFolder).AvailableFreeSpace;

    /// <summary>Bytes of that disk in all.</summary>
    public long TotalBytes => new DriveInfo(dataFolder).TotalSize;

    /// <summary>All checks, in the order in which they matter.</summary>
    public async Task<IReadOnlyList<ReadinessCheck>> LookAsync(AccountsDatabase accounts) =>
        [Records(), Accounts(accounts), await TrailAsync(), Disk(), Heads()];

    private ReadinessCheck Records()
    {
        BilingualText name = new("病历数据库", "Records");
        try
        {
            store.Read("Patient", "none");
            return new(name, false, null);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException)
        {
            return new(name, true, new("无法读取病历。", "The records cannot be read."));
        }
    }

    private ReadinessCheck Accounts(AccountsDatabase accounts)
    {
        BilingualText name = new("账户", "Accounts");
        if (Told(() => AccountsSchema.Missing(dataFolder, accounts)) is { } lack)
        {
            return new(
                name,
                true,
                new(
                    $"accounts.db 已损坏：{lack}。请从备份恢复。",
                    $"accounts.db is damaged: {lack}. {AccountsSchema.Remedy}"
                )
            );
        }
        // One account's row keeps nobody else from work.
        return Told(() => AccountsState.DamagedRow(dataFolder)) is { } row
            ? new(
                name,
                false,
                new(
                    $"accounts.db 中有损坏的行（{row}），请从备份恢复。",
                    $"accounts.db holds a damaged row ({row}): {AccountsSchema.Remedy}"
                )
            )
            : new(name, false, null);
    }

    private async Task<ReadinessCheck> TrailAsync()
    {
        var unrecorded = await trail.TryAgainAsync();
        return new(
            new("审计记录", "Audit trail"),
            unrecorded is not null,
            unrecorded is null
                ? null
                : new(
                    $"访问无法记录，恢复之前一切访问均被拒绝（{unrecorded.Message}）",
                    $"{unrecorded.Message} Until then every access is rejected."
                )
        );
    }

    private ReadinessCheck Disk() =>
        FreeBytes >= LeastFreeBytes
            ? new(new("磁盘", "Disk"), false, null)
            : new(
                new("磁盘", "Disk"),
                true,
                new(
                    "数据文件夹所在磁盘将满（剩余不足 32 MiB）：请在访问被拒绝之前清理空间。",
                    "The disk of the data folder is nearly full (less than 32 MiB free): free space before accesses are rejected."
                )
            );

    private ReadinessCheck Heads() =>
        new(
            new("审计记录的另存处", "Second place of the trail's heads"),
            false,
            !keeper.HasHeadsPlace
                    ? new(
                        "未设置另存处（--audit-heads）：末尾被删去时无法证明。",
                        "No place for heads is set (--audit-heads): a cut tail cannot be proven."
                    )
                : keeper.HeadsFault is { } fault ? new($"无法写入另存处：{fault}", fault)
                : null
        );

    private static string? Told(Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (IOException)
        {
            return "it cannot be read";
        }
    }
}
