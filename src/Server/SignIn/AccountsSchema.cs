using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Server.SignIn;

/// <summary>Whether <c>accounts.db</c> has every table and column that this program asks for, and no trigger or view, of which it makes none.</summary>
public static class AccountsSchema
{
    /// <summary>What to do about a file that is damaged.</summary>
    public const string Remedy =
        "Put back the last backup of accounts.db. If there is none, move the file away and add the people again with 'xinglin user add'; the records are not touched by that.";

    /// <summary>What is missing, or was planted, in words; null when nothing is.</summary>
    /// <exception cref="Records.Storage.Sqlite.StorageFaultException">The file is no database.</exception>
    public static string? Missing(string dataFolder, AccountsDatabase accounts)
    {
        var found = AccountsState.Tables(dataFolder);
        foreach (var table in accounts.Model.GetRelationalModel().Tables)
        {
            if (!found.TryGetValue(table.Name, out var columns))
                return $"the table {table.Name} is gone";
            if (table.Columns.FirstOrDefault(column => !columns.Contains(column.Name)) is { } lost)
                return $"the table {table.Name} lacks the column {lost.Name}";
        }
        return AccountsState.HasPlanted(dataFolder)
            ? "it holds a trigger or view that this program did not make"
            : null;
    }
}
