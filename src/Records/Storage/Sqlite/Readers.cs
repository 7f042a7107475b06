using System.Collections.Concurrent;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Read-only connections, reused. Readers never wait for the writer (WAL) and see only what is committed.</summary>
/// <param name="codes">What compares the stored versions that a connection reads; one for each.</param>
internal sealed class Readers(string path, Func<IRowCodes>? codes = null) : IDisposable
{
    private readonly ConcurrentBag<Database> _idle = [];
    private volatile bool _closed;

    /// <summary>Lends a connection for the length of <paramref name="question"/>.</summary>
    public T Use<T>(Func<Database, T> question)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(Readers));
        if (!_idle.TryTake(out var database))
        {
            database = Database.OpenReader(path);
            database.Codes = codes?.Invoke();
        }
        try
        {
            var answer = question(database);
            if (_closed)
                database.Dispose();
            else
                _idle.Add(database);
            return answer;
        }
        catch
        {
            // A statement may be left half read: this connection is not used again.
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Use{T}(Func{Database, T})"/>
    /// <param name="time">Ends the question.</param>
    public T Use<T>(Func<Database, T> question, TimeBudget time) => Use(database => time.Spend(database, question));

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var database))
            database.Dispose();
    }
}
