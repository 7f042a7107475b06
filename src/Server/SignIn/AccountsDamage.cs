using Microsoft.Data.Sqlite;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.SignIn;

/// <summary>Telling a value in <c>accounts.db</c> that cannot be read, or a table that is gone, from other faults.</summary>
public static class AccountsDamage
{
    /// <summary>What stands in the trail instead of <c>wrong</c>.</summary>
    public const string Result = "damaged";

    private const int Error = 1,
        Busy = 5,
        Locked = 6,
        Corrupt = 11,
        Full = 13,
        Mismatch = 20,
        NotADatabase = 26;

    /// <summary>SQLite's code of a trigger that refuses a change; this program makes no triggers.</summary>
    private const int RefusedByTrigger = 1811;

    /// <summary>True when the file is at fault, and not the request or the disk.</summary>
    public static bool Is(Exception fault) =>
        fault switch
        {
            SqliteException { SqliteExtendedErrorCode: RefusedByTrigger } => true,
            SqliteException { SqliteErrorCode: var code } => code is Error or Corrupt or Mismatch or NotADatabase,
            StorageFaultException { Code: var code } => (code & 0xFF) is Error or Corrupt or NotADatabase,
            // What EF Core, or the reader of a password's hash, makes of a value that is none.
            FormatException or InvalidCastException or OverflowException or InvalidDataException => true,
            // Identity of a name or value that is NULL.
            ArgumentNullException => true,
            { InnerException: { } inner } => Is(inner),
            // EF Core of a NULL where none may be.
            InvalidOperationException => true,
            _ => false,
        };

    /// <summary>The words for a fault of the accounts that an administrator mends; null for any other.</summary>
    public static string? WordsFor(Exception? fault) =>
        fault switch
        {
            null => null,
            SqliteException { SqliteErrorCode: Full } => DiskFull.English,
            SqliteException { SqliteErrorCode: Busy or Locked } =>
                "Another process holds accounts.db: try again in a moment. Nothing of this request was stored.",
            SqliteException { SqliteErrorCode: var code } =>
                $"accounts.db cannot be read or written (SQLite {code}). {AccountsSchema.Remedy}",
            _ when DiskFull.Is(fault) => DiskFull.English,
            _ => WordsFor(fault.InnerException),
        };

    /// <summary>Does something with the accounts; a damaged value ends it with the file and what to do.</summary>
    /// <exception cref="AccountsFileException">The file is damaged.</exception>
    public static async Task<T> TellAsync<T>(string path, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (fault is not AccountRejectedException && Is(fault))
        {
            throw new AccountsFileException(
                $"'{path}' holds a value that cannot be read, or lacks a table or column: it was changed by hand or is damaged. "
                    + AccountsSchema.Remedy,
                fault
            );
        }
    }

    /// <summary>What a person reads who cannot sign in.</summary>
    public static readonly BilingualText Words = new(
        "账户数据已损坏，无法登录。请信息科检查 accounts.db 并从备份恢复。",
        "The account's data are damaged, so nobody can sign in with it. Ask the informatics team to check accounts.db and restore it from a backup."
    );
}
