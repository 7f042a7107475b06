using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Xinglin.Formats;
using Xinglin.Records.Audit;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Backup;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Storage.Verification;
using Xinglin.Server.Hosting.Transport;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary>One thing that <c>xinglin doctor</c> looked at.</summary>
/// <param name="Ok">False: it must be mended.</param>
/// <param name="Note">It works, but should be seen to.</param>
public sealed record DoctorCheck(string Name, bool Ok, string Says, bool Note = false)
{
    public static DoctorCheck Run(string name, Func<string> look)
    {
        try
        {
            return new(name, true, look());
        }
        catch (Exception fault)
        {
            return new(name, false, fault.Message);
        }
    }
}

/// <summary>What <c>xinglin doctor</c> looks at in a data folder, beside a server that goes on; nothing is changed.</summary>
public sealed class DataChecks(string folder, AuditOptions audit, TransportOptions transport, TimeProvider clock)
{
    private const long LeastFreeBytes = 1L << 30;
    private static readonly string[] Databases = ["records.db", "accounts.db", "audit.db"];
    private static readonly TimeSpan BackupAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan CertificateLeft = TimeSpan.FromDays(30);

    public IEnumerable<DoctorCheck> All()
    {
        yield return DoctorCheck.Run("Records", Folder);
        if (Directory.Exists(folder))
        {
            foreach (var name in Databases.Where(name => File.Exists(Path.Combine(folder, name))))
                yield return DoctorCheck.Run(name, () => Quick(name));
            yield return DoctorCheck.Run("Disk", Disk);
            yield return DoctorCheck.Run("Audit key", Key);
            yield return DoctorCheck.Run("Settings", Settings);
            yield return Noted(
                DoctorCheck.Run("Accounts", Accounts),
                says => says.StartsWith("none", StringComparison.Ordinal)
            );
            yield return Backup();
        }
        if (transport.CertificateFile is not null)
            yield return Certificate();
    }

    private string Folder()
    {
        if (!Directory.Exists(folder))
            return "none yet";
        using var probe = File.Create(
            Path.Combine(folder, $".doctor-{Guid.NewGuid():n}"),
            1,
            FileOptions.DeleteOnClose
        );
        return "the folder can be written";
    }

    private string Quick(string name) =>
        QuickCheck.FaultOf(Path.Combine(folder, name)) is { } fault
            ? throw new InvalidDataException(
                $"damaged ({fault}): stop the server and put back the last backup ('xinglin restore')"
            )
            : "whole (quick check)";

    private string Disk()
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free / 1073741824.0:0.0} GiB free");
        return free >= LeastFreeBytes ? says : throw new IOException($"{says}: free space, or move the data folder");
    }

    private string Key()
    {
        if (!File.Exists(audit.KeyFile))
        {
            return File.Exists(Path.Combine(folder, "audit.db"))
                ? throw new FileNotFoundException(
                    $"there is no key {audit.KeyFile}, and the trail was written with one: name it with --audit-key, or put it back"
                )
                : $"none yet: {audit.KeyFile} is made at the first start";
        }
        AuditKeys.Open(audit.KeyFile, folder, clock);
        return $"{audit.KeyFile} can be read and lies outside of the data folder";
    }

    private string Settings()
    {
        var settings = HospitalSettings.Of(folder);
        return settings.Faults(folder) is [var (field, words), ..]
            ? throw new InvalidDataException($"{field}: {words.En}")
            : $"time zone {TimeZoneInfo.Local.Id}, hospital {settings.Name?.En ?? "without a name"}";
    }

    private string Accounts()
    {
        if (!File.Exists(Path.Combine(folder, AccountsState.FileName)))
            return "none yet: the link for the first administrator is printed when the server starts";
        using var database = new AccountsDatabase(
            new DbContextOptionsBuilder<AccountsDatabase>()
                .UseSqlite($"Data Source={Path.Combine(folder, AccountsState.FileName)};Mode=ReadOnly;Pooling=False")
                .Options
        );
        var all = database.Users.AsNoTracking().ToList();
        if (all.Count == 0)
            return "none yet: the link for the first administrator is printed when the server starts";
        var administrators = (
            from given in database.UserRoles
            join role in database.Roles on given.RoleId equals role.Id
            where role.Name == Roles.Administrator
            select given.UserId
        ).ToHashSet();
        var open = all.Where(one => !one.IsClosed).ToList();
        var keepers = open.Count(one => administrators.Contains(one.Id));
        return keepers == 0
            ? $"none of {open.Count} open accounts is an administrator's: 'xinglin user add NAME --role administrator'"
            : $"{open.Count} open, {all.Count - open.Count} closed, {keepers} of administrators";
    }

    private DoctorCheck Backup()
    {
        const string Name = "Last backup";
        if (LastBackup.Of(folder) is not { } last)
            return new(Name, true, "none is known: 'xinglin backup', or the page of administration", Note: true);
        var age = clock.GetUtcNow() - last.Made;
        return new(
            Name,
            true,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{last.Made.ToLocalTime():yyyy-MM-dd HH:mm zzz}, {age.TotalHours:0} h ago, in {last.Folder}{(Directory.Exists(last.Folder) ? "" : ", which is not there")}"
            ),
            Note: age > BackupAge || !Directory.Exists(last.Folder)
        );
    }

    private DoctorCheck Certificate()
    {
        const string Name = "Certificate";
        try
        {
            var until = new ServerCertificate(transport, clock).Current.TargetCertificate.NotAfter.ToUniversalTime();
            return new(
                Name,
                true,
                $"can be used until {until:yyyy-MM-dd}",
                Note: until - clock.GetUtcNow().UtcDateTime < CertificateLeft
            );
        }
        catch (Exception fault) when (fault is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            return new(Name, false, fault.Message);
        }
    }

    private static DoctorCheck Noted(DoctorCheck check, Func<string, bool> isNote) =>
        check with
        {
            Note = check.Ok && isNote(check.Says),
        };
}
