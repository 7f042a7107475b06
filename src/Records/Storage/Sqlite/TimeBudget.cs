using System.Diagnostics;
using System.Globalization;

namespace Xinglin.Records.Storage.Sqlite;

/// <summary>
/// How long questions to the database may take, all of one request together. They also end when the client has left: a search
/// that nobody waits for uses no processor. Not thread-safe; one use after the other.
/// </summary>
/// <param name="limit">Most time in which the database is asked.</param>
/// <param name="ct">Called off: the client has left.</param>
/// <param name="isWriter">It is the writer that is asked, while everybody else waits to write.</param>
/// <param name="said">The time that is named when it is over; the limit itself when null.</param>
internal sealed class TimeBudget(TimeSpan limit, CancellationToken ct, bool isWriter = false, TimeSpan? said = null)
{
    /// <summary>For one search, or for all that one write asks before it is written.</summary>
    public static readonly TimeSpan OfReading = TimeSpan.FromSeconds(10);

    /// <summary>For all questions and conditions of one request while the writer carries it out.</summary>
    public static readonly TimeSpan OfWriting = TimeSpan.FromSeconds(1);

    private TimeSpan _spent;
    private long _began;

    /// <summary>Time left for what is asked next.</summary>
    public TimeSpan Left => limit - _spent;

    /// <summary>Whether a question that is being answered must end now.</summary>
    public bool IsOver => ct.IsCancellationRequested || Stopwatch.GetElapsedTime(_began) > Left;

    /// <summary>Asks within the time that is left.</summary>
    /// <exception cref="TooCostlyException">It took longer.</exception>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public T Spend<T>(Database database, Func<Database, T> question)
    {
        _began = Stopwatch.GetTimestamp();
        if (IsOver)
            throw Over();
        database.Budget = this;
        try
        {
            return question(database);
        }
        catch (StorageFaultException fault) when (fault.IsInterrupted)
        {
            throw Over();
        }
        finally
        {
            database.Budget = null;
            _spent += Stopwatch.GetElapsedTime(_began);
        }
    }

    /// <summary>The time of one part of several, no longer than all have left.</summary>
    public TimeBudget Part(TimeSpan most) => most < Left ? new(most, ct) : new(Left, ct, said: limit);

    /// <summary>Takes off what a part of the request has spent by a budget of its own.</summary>
    public void Take(TimeBudget part) => _spent += part._spent;

    private Exception Over()
    {
        if (ct.IsCancellationRequested)
            return new OperationCanceledException(ct);
        var seconds = (said ?? limit).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return new TooCostlyException(
            isWriter
                ? $"What this request asks while it is written takes more than {seconds} s, in which nobody else can write: ask its searches outside of it, or send it in parts. Nothing of it was stored."
                : $"The search takes more than {seconds} s: ask for less at once, with fewer values or a narrower condition, such as a patient."
        );
    }
}

/// <summary>A question was ended because it costs more than one request may. Nothing was stored.</summary>
/// <param name="isOfNumber">There are too many questions, each of which may be a small one: parts of the request may be answered.</param>
public sealed class TooCostlyException(string message, bool isOfNumber = false) : Exception(message)
{
    public bool IsOfNumber { get; } = isOfNumber;
}
