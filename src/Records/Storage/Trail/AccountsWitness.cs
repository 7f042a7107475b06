using Xinglin.Records.Audit;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// Notes the state of the accounts before and after each change that the program makes; what was changed by hand in between, or
/// afterwards, no longer fits. One change at a time, of all processes. Thread-safe.
/// </summary>
public sealed class AccountsWitness(string dataFolder, AccessTrail trail) : IDisposable
{
    private const string LockName = "accounts.lock";
    private const int MostTries = 3000;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Begins, in a folder of before: what is there now is what later notes follow from.</summary>
    public Task StartAsync() =>
        AloneAsync(async () =>
        {
            if (
                !trail.HasNoted(AuditActions.Accounts)
                && AccountsState.Of(dataFolder) is var state and not AccountsState.None
            )
            {
                await NoteAsync(state, state).ConfigureAwait(false);
            }

            return true;
        });

    /// <inheritdoc cref="AccountsState.IsReadable"/>
    public bool IsReadable(string account) => AccountsState.IsReadable(dataFolder, account);

    /// <summary>Makes a change, or what may be one, such as a sign-in.</summary>
    /// <exception cref="AccessNotRecordedException">It was made and could not be noted.</exception>
    public Task<T> ChangeAsync<T>(Func<Task<T>> change) =>
        AloneAsync(async () =>
        {
            var before = AccountsState.Of(dataFolder);
            try
            {
                return await change().ConfigureAwait(false);
            }
            finally
            {
                var after = AccountsState.Of(dataFolder);
                if (after != before)
                    await NoteAsync(before, after).ConfigureAwait(false);
            }
        });

    public void Dispose() => _one.Dispose();

    private Task NoteAsync(string before, string after) =>
        trail.RecordAsync(
            new(AuditActor.Product, AuditActions.Accounts, AccountsState.FileName) { Items = [before, after] }
        );

    private async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            using var held = await LockAsync().ConfigureAwait(false);
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<FileStream> LockAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return PrivateFiles.Open(Path.Combine(dataFolder, LockName), FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (tries < MostTries)
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }
}
