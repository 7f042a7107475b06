using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Accounts, roles, tokens and locks: each note of a change follows from the one before, and the last is what is there.</summary>
internal sealed class AccountsCheck(Findings findings)
{
    private const int Tries = 5;
    private string? _last;

    public void Look(string file, TrailRow row)
    {
        if (row.Action != AuditActions.Accounts || row.Items?.Split(' ') is not [var before, var after])
            return;
        if (_last is not null && _last != before)
        {
            findings.Problem(
                "accounts",
                AccountsState.FileName,
                $"before row {row.Number} of {file}",
                "The accounts, roles, tokens or locks were changed by hand."
            );
        }

        _last = after;
    }

    /// <summary>Call it when all months were walked.</summary>
    public void End(string dataFolder)
    {
        if (_last is null)
        {
            findings.Note("The accounts are not covered yet: the trail notes their state when the server starts.");
            return;
        }
        try
        {
            // A server may be changing them: then the trail says so a moment later.
            for (var attempt = 1; AccountsState.Of(dataFolder) != _last; attempt++)
            {
                if (attempt == Tries)
                {
                    findings.Problem(
                        "accounts",
                        AccountsState.FileName,
                        "",
                        "The accounts, roles, tokens or locks are not those that the program left."
                    );
                    return;
                }
                Thread.Sleep(100);
                _last = LastNote(dataFolder) ?? _last;
            }
        }
        catch (StorageFaultException fault)
        {
            findings.Problem("damaged", AccountsState.FileName, "", fault.Reason);
        }
    }

    private static string? LastNote(string dataFolder)
    {
        var path = Path.Combine(dataFolder, AccessFile.Name);
        if (!File.Exists(path))
            return null;
        using var database = Database.OpenToVerify(path);
        using var ask = database.PrepareOnce(
            $"SELECT items FROM trail WHERE action='{AuditActions.Accounts}' ORDER BY number DESC LIMIT 1"
        );
        return ask.Step() && ask.Text(0).Split(' ') is [_, var after] ? after : null;
    }
}
