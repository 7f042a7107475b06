using SQLitePCL;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>A compiled statement: bind from 1, step, read columns from 0, reset.</summary>
internal sealed class Statement(Database database, sqlite3_stmt compiled, string sql) : IDisposable
{
    /// <inheritdoc cref="Database.Codes"/>
    public IRowCodes? Codes => database.Codes;

    public Statement Bind(int place, string? value)
    {
        if (value is null)
            raw.sqlite3_bind_null(compiled, place);
        else
            raw.sqlite3_bind_text(compiled, place, value);
        return this;
    }

    /// <summary>Binds text that is UTF-8 already; null for none.</summary>
    public Statement BindUtf8(int place, byte[]? value)
    {
        if (value is null)
            raw.sqlite3_bind_null(compiled, place);
        else
            raw.sqlite3_bind_text(compiled, place, (ReadOnlySpan<byte>)value);
        return this;
    }

    public Statement Bind(int place, long value)
    {
        raw.sqlite3_bind_int64(compiled, place, value);
        return this;
    }

    public Statement Bind(int place, double value)
    {
        raw.sqlite3_bind_double(compiled, place, value);
        return this;
    }

    public Statement Bind(int place, byte[] value)
    {
        raw.sqlite3_bind_blob(compiled, place, value);
        return this;
    }

    public Statement BindBytes(int place, byte[]? value) =>
        value is null ? Bind(place, (string?)null) : Bind(place, value);

    /// <summary>Binds a value whose kind is known only at run time: text, whole number, number or null.</summary>
    public Statement BindAny(int place, object? value) =>
        value switch
        {
            null => Bind(place, (string?)null),
            string text => Bind(place, text),
            long number => Bind(place, number),
            int number => Bind(place, (long)number),
            double number => Bind(place, number),
            _ => throw new ArgumentException($"{value.GetType()} has no SQLite form.", nameof(value)),
        };

    /// <summary>True when a row is there; false at the end, when the statement is already reset.</summary>
    public bool Step()
    {
        var answer = raw.sqlite3_step(compiled);
        if (answer == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(compiled);
        database.Check(answer, sql);
        return false;
    }

    /// <summary>Steps to the end and resets.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    /// <summary>Steps to the end of a change of exactly one row.</summary>
    /// <exception cref="AlteredStoreException">It changed none, or several: something in the file swallowed it.</exception>
    public void RunOne()
    {
        Run();
        if (database.Changes != 1)
        {
            throw new AlteredStoreException(
                $"A row was not written, though the database said so, at: {sql.Split('(', 2)[0].Trim()}. Something was put into the file: run 'xinglin verify-audit'."
            );
        }
    }

    public void Reset() => raw.sqlite3_reset(compiled);

    /// <summary>A whole number lies there, whatever the column is declared as.</summary>
    public bool IsInteger(int column) => raw.sqlite3_column_type(compiled, column) == raw.SQLITE_INTEGER;

    public bool IsNull(int column) => raw.sqlite3_column_type(compiled, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(compiled, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public long Long(int column) => raw.sqlite3_column_int64(compiled, column);

    public double Double(int column) => raw.sqlite3_column_double(compiled, column);

    /// <summary>The bytes where they lie: to be read before the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(compiled, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(compiled, column).ToArray();

    public void Dispose() => compiled.Dispose();
}
