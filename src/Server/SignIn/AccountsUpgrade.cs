using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.SignIn;

/// <summary>
/// Makes <c>accounts.db</c>, or brings one of an earlier version up to this one, by the migrations in the folder next to. Server
/// and commands may start together: one of them upgrades, alone, and the others find it done. The trail notes the state before
/// and after, as of any change that the program makes.
/// </summary>
public sealed class AccountsUpgrade(string dataFolder, AccountsDatabase accounts, AccountsWitness witness)
{
    /// <summary>Where a process notes that it migrates; one that was killed meanwhile leaves it behind, and all others would wait.</summary>
    private const string LeftLock = "__EFMigrationsLock";

    private readonly string _path = Path.Combine(dataFolder, AccountsState.FileName);

    /// <exception cref="AccountsFileException">The file is damaged, of a newer version, or not of this program; nothing was changed.</exception>
    public async Task RunAsync()
    {
        try
        {
            if (await IsCurrentAsync())
            {
                RequireWhole();
                return;
            }
            await witness.ChangeAsync(async () =>
            {
                // Another process may have done it while this one waited.
                if (!await IsCurrentAsync())
                    await UpgradeAsync();
                return true;
            });
            RequireWhole();
        }
        // A busy file (5, 6) is not damaged.
        catch (Exception fault)
            when (fault
                    is StorageFaultException { IsTransient: false }
                        or SqliteException { SqliteErrorCode: not (5 or 6) }
            )
        {
            var reason = (fault as StorageFaultException)?.Reason ?? fault.Message;
            throw new AccountsFileException(
                $"'{_path}' cannot be read or upgraded ({reason}): put back the last backup of accounts.db. If there is none, "
                    + "move the file away and add the people again with 'xinglin user add'; the records are not touched by that.",
                fault
            );
        }
    }

    /// <summary>
    /// The migrations that were applied say what was made once; a table or column may be gone since.
    /// </summary>
    private void RequireWhole()
    {
        if (AccountsSchema.Missing(dataFolder, accounts) is { } missing)
            throw new AccountsFileException($"'{_path}' is damaged: {missing}. {AccountsSchema.Remedy}");
    }

    private async Task<bool> IsCurrentAsync()
    {
        if (!File.Exists(_path))
            return false;
        var known = accounts.Database.GetMigrations().ToList();
        var applied = (await accounts.Database.GetAppliedMigrationsAsync()).ToList();
        if (applied.Except(known).ToList() is [var newer, ..])
        {
            throw new AccountsFileException(
                $"'{_path}' was written by a newer version of this program ({newer} is unknown here): start that version, or put "
                    + "back the backup of accounts.db that was made before it ran."
            );
        }

        return applied.Count == known.Count;
    }

    private async Task UpgradeAsync()
    {
        var tables = AccountsState.Tables(dataFolder);
        if (tables.Count > 0)
            KeepAsItWas();
        if (tables.ContainsKey(LeftLock))
            await DropLeftLockAsync();
        if (tables.Count > 0 && !tables.ContainsKey(HistoryRepository.DefaultTableName))
            await AdoptAsync(tables);
        await accounts.Database.MigrateAsync();
    }

    /// <summary>The file as it was before a version changed it, next to it: <c>accounts.db.before-upgrade</c>, the last one.</summary>
    private void KeepAsItWas()
    {
        var kept = _path + ".before-upgrade";
        File.Delete(kept);
        using var from = new SqliteConnection($"Data Source={_path};Pooling=False");
        using var to = new SqliteConnection($"Data Source={kept};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    /// <summary>A file of before there were migrations holds what the first one makes: it is noted as applied.</summary>
    private async Task AdoptAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> tables)
    {
        var migrations = accounts.GetService<IMigrationsAssembly>();
        var (first, type) = migrations.Migrations.First();
        foreach (
            var made in migrations
                .CreateMigration(type, accounts.Database.ProviderName!)
                .UpOperations.OfType<CreateTableOperation>()
        )
        {
            if (!tables.TryGetValue(made.Name, out var columns) || !made.Columns.All(c => columns.Contains(c.Name)))
            {
                throw new AccountsFileException(
                    $"'{_path}' was not made by this program: its table {made.Name} is missing or lacks a column. Put back the last "
                        + "backup of accounts.db, or name another data folder with --data."
                );
            }
        }

        var history = accounts.GetService<IHistoryRepository>();
        await using var all = await accounts.Database.BeginTransactionAsync();
        await accounts.Database.ExecuteSqlRawAsync(history.GetCreateIfNotExistsScript());
        await accounts.Database.ExecuteSqlRawAsync(
            history.GetInsertScript(new HistoryRow(first, ProductInfo.GetVersion()))
        );
        await all.CommitAsync();
    }

    // Who holds the witness's lock is the only one here, and that lock ends with its process.
    private async Task DropLeftLockAsync()
    {
        var drop = accounts
            .GetService<IMigrationsSqlGenerator>()
            .Generate([new DropTableOperation { Name = LeftLock }]);
        await accounts
            .GetService<IMigrationCommandExecutor>()
            .ExecuteNonQueryAsync(drop, accounts.GetService<IRelationalConnection>());
    }
}

/// <summary>The accounts cannot be opened as they are; the text says which file and what to do.</summary>
public sealed class AccountsFileException(string message, Exception? cause = null) : IOException(message, cause);
