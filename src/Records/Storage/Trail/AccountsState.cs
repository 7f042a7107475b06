using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The state of <c>accounts.db</c> in one digest: its tables and triggers and every value in it, with its kind. Each change by the
/// program is noted in the trail with the state before and after it, so that the notes follow from each other.
/// </summary>
public static class AccountsState
{
    public const string FileName = "accounts.db";

    /// <summary>When there is no such file.</summary>
    public const string None = "none";

    /// <summary>64 hexadecimal digits, or <see cref="None"/>.</summary>
    /// <exception cref="StorageFaultException">The file is no database.</exception>
    public static string Of(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return None;
        using var database = Database.OpenToVerify(path);
        database.Execute("BEGIN");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tables = new List<string>();
        using (
            var schema = database.PrepareOnce(
                "SELECT type,name,coalesce(sql,'') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type,name"
            )
        )
        {
            while (schema.Step())
            {
                Add(hash, $"{schema.Text(0)} {schema.Text(1)} {schema.Text(2)}");
                if (schema.Text(0) == "table")
                    tables.Add(schema.Text(1).Replace("\"", "\"\""));
            }
        }

        foreach (var table in tables)
            AddRows(hash, database, table);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The tables that are there, each with its columns in their order; none when there is no such file.</summary>
    /// <exception cref="StorageFaultException">The file is no database.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Tables(string dataFolder)
    {
        var tables = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return tables;
        using var database = Database.OpenToVerify(path);
        using var ask = database.PrepareOnce(
            "SELECT m.name,c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type='table' ORDER BY m.name,c.cid"
        );
        var rows = new List<(string Table, string Column)>();
        while (ask.Step())
            rows.Add((ask.Text(0), ask.Text(1)));
        foreach (var table in rows.GroupBy(row => row.Table, row => row.Column, StringComparer.Ordinal))
            tables[table.Key] = [.. table];
        return tables;
    }

    // SQLite gives a lock that is no number as 0, and nobody would ever be locked out.
    private const string BadAccount =
            "(typeof(u.UserName)<>'text' OR typeof(u.NormalizedUserName)<>'text' OR typeof(u.LockoutEnabled)<>'integer' OR typeof(u.AccessFailedCount)<>'integer')",
        BadRole = "typeof(r.Name)<>'text'",
        BadClaim = "(typeof(c.ClaimType)<>'text' OR typeof(c.ClaimValue)<>'text')";

    /// <summary>False of an account that lacks its name or has a lock that is none, or whose roles or claims lack a name or value.</summary>
    /// <exception cref="StorageFaultException">The file is no database, or lacks a column.</exception>
    public static bool IsReadable(string dataFolder, string account)
    {
        using var database = Database.OpenToVerify(Path.Combine(dataFolder, FileName));
        using var ask = database.PrepareOnce(
            $"SELECT 1 FROM AspNetUsers u WHERE u.Id=$1 AND ({BadAccount} OR EXISTS(SELECT 1 FROM AspNetUserRoles o JOIN AspNetRoles r ON r.Id=o.RoleId WHERE o.UserId=u.Id AND {BadRole}) OR EXISTS(SELECT 1 FROM AspNetUserClaims c WHERE c.UserId=u.Id AND {BadClaim}))"
        );
        return !ask.Bind(1, account).Step();
    }

    /// <summary>What in its rows nobody can sign in with, in words; null when nothing is, or when there is no such file.</summary>
    /// <exception cref="StorageFaultException">The file is no database, or lacks a table or column.</exception>
    public static string? DamagedRow(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return null;
        using var database = Database.OpenToVerify(path);
        return Has($"AspNetUsers u WHERE {BadAccount}") ? "an account lacks its name, or its lock is none"
            : Has($"AspNetRoles r WHERE {BadRole}") ? "a role lacks its name"
            : Has($"AspNetUserClaims c WHERE {BadClaim}") ? "a claim of an account lacks its type or value"
            : null;

        bool Has(string rows)
        {
            using var ask = database.PrepareOnce($"SELECT 1 FROM {rows} LIMIT 1");
            return ask.Step();
        }
    }

    /// <summary>Whether there is a trigger or view: this program makes none.</summary>
    /// <exception cref="StorageFaultException">The file is no database.</exception>
    public static bool HasPlanted(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            return false;
        using var database = Database.OpenToVerify(path);
        using var ask = database.PrepareOnce("SELECT 1 FROM sqlite_master WHERE type IN ('trigger','view') LIMIT 1");
        return ask.Step();
    }

    private static void AddRows(IncrementalHash hash, Database database, string table)
    {
        var columns = new List<string>();
        using (var ask = database.PrepareOnce("SELECT name FROM pragma_table_info($1)"))
        {
            ask.Bind(1, table);
            while (ask.Step())
                columns.Add($"quote(\"{ask.Text(0).Replace("\"", "\"\"")}\")");
        }
        using var rows = database.PrepareOnce(
            $"SELECT {string.Join("||','||", columns)} AS line FROM \"{table}\" ORDER BY line"
        );
        while (rows.Step())
            Add(hash, $"{table} {rows.Text(0)}");
    }

    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
