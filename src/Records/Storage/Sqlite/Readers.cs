using System.Collections.Concurrent;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Read-only connections, reused. Readers never wait for the writer (WAL) and see only what is committed.</summary>
internal sealed class Readers(string path) : IDisposable
{
    private readonly ConcurrentBag<Database> idle = [];
    private volatile bool closed;

    /// <summary>Lends a connection for the length of <paramref name="question"/>.</summary>
    public T Use<T>(Func<Database, T> question)
    {
        ObjectDisposedException.ThrowIf(closed, typeof(Readers));
        if (!idle.TryTake(out var database))
            database = Database.OpenReader(path);
        try
        {
            var answer = question(database);
            if (closed)
                database.Dispose();
            else
                idle.Add(database);
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
        closed = true;
        while (idle.TryTake(out var database))
            database.Dispose();
    }
}
