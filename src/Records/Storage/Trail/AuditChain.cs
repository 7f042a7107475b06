using System.Globalization;
using System.Security.Cryptography;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// Appends to this process's own chain in a file's <c>trail</c>, inside the writer's transaction. Each entry's code
/// (HMAC-SHA256) covers the entry before it; the chain is closed when its month ends and when the process stops. Used by the
/// writer's thread only.
/// </summary>
internal sealed class AuditChain(Database database, AuditKeys? keys = null)
{
    /// <summary>What a change says of its chart when it is in none.</summary>
    public const string Nobody = "-";

    private State _kept = State.None;
    private State _now = State.None;

    internal sealed record State(string Chain, string Month, long Sequence, byte[] Last)
    {
        public static State None { get; } = new("", "", 0, new byte[32]);
    }

    /// <summary>Goes back to the last entry that a commit kept: call it when a transaction begins.</summary>
    public void Refresh() => _now = _kept;

    /// <summary>The transaction was committed.</summary>
    public void Confirm() => _kept = _now;

    public State Mark() => _now;

    public void Return(State mark) => _now = mark;

    /// <summary>A change of one version, in the transaction that makes it.</summary>
    /// <param name="chart">Whose chart it is in; null for nobody's.</param>
    /// <param name="patients">Whose data it is: of the chart, of the chart that it left, and whoever else it is about.</param>
    /// <param name="json">The stored text as UTF-8; null for a deletion.</param>
    public void Append(
        DateTimeOffset time,
        Origin origin,
        string action,
        string version,
        string? chart,
        IReadOnlyList<string> patients,
        byte[]? json
    )
    {
        var actor = new AuditActor(origin.Kind.ToString().ToLowerInvariant(), origin.Actor);
        var access = new Access(actor, action, version)
        {
            Patients = patients,
            Items = [chart is null ? Nobody : $"Patient/{chart}"],
        };
        Append(access, time, ContentHash(json));
    }

    public void Append(Access access, DateTimeOffset time, byte[]? content = null)
    {
        var month = MonthOf(time);
        if (_now.Month != month)
        {
            Close(time);
            _now = new(Guid.CreateVersion7(time).ToString("n"), month, 0, new byte[32]);
        }
        Write(access, time, content);
    }

    /// <summary>Ends the chain, if it was begun: its last entry stands for the signed head.</summary>
    public void Close(DateTimeOffset time)
    {
        if (_now.Sequence > 0)
        {
            Write(
                new Access(AuditActor.Product, AuditActions.Close, $"chain {_now.Chain}")
                {
                    Reason = string.Create(CultureInfo.InvariantCulture, $"{_now.Sequence} entries"),
                },
                time,
                null
            );
        }

        _now = State.None;
    }

    /// <summary>SHA-256 of a version's stored bytes; of nothing for a deletion.</summary>
    public static byte[] ContentHash(ReadOnlySpan<byte> json) => SHA256.HashData(json);

    /// <summary>The month a chain belongs to, in UTC: <c>2026-11</c>.</summary>
    public static string MonthOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private void Write(Access access, DateTimeOffset time, byte[]? content)
    {
        if (keys is null)
            throw new InvalidOperationException("This chain has no key: it only reads.");
        var row = TrailRow.Of(access, content, time, _now.Chain, _now.Sequence + 1, keys.Current, _now.Last);
        row.Mac = keys.Code(row.Message());
        TrailTable.Insert(database, row);
        _now = _now with { Sequence = row.Sequence, Last = row.Mac };
    }
}
