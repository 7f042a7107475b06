using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Audit;

/// <summary>One line of the audit trail.</summary>
/// <param name="Sequence">Counts from 1 without gaps.</param>
/// <param name="Time">When it happened, to the millisecond.</param>
/// <param name="Actor">Identifier of the person or program; never a patient's name.</param>
/// <param name="Action"><c>create</c>, <c>update</c>, <c>delete</c>, <c>read</c>, <c>search</c>, <c>sign</c> and the like.</param>
/// <param name="Entity">Reference to what was touched, such as <c>Patient/p1/_history/2</c>; no contents.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset Time, string Actor, string Action, string Entity);

/// <summary>The answer of <see cref="AuditTrail.Verify"/>.</summary>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="FirstBrokenLink">Sequence number of the first entry that does not follow from the one before; null when the chain holds.</param>
/// <param name="Head">Hash of the last entry, as hexadecimal. Noted elsewhere, it also proves that no end was cut off.</param>
public sealed record AuditVerification(long Entries, long? FirstBrokenLink, string Head);

/// <summary>
/// Who did what to whose data: append-only, each entry bound to the one before by SHA-256, in the same database and the
/// same transactions as the data. Thread-safe.
/// </summary>
public sealed class AuditTrail
{
    private readonly Writer writer;
    private readonly Readers readers;
    private readonly TimeProvider clock;

    internal AuditTrail(Writer writer, Readers readers, TimeProvider clock)
    {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
    }

    /// <summary>
    /// Records something that needs no durable answer, such as a read. It is on disk with the next commit, at the latest
    /// after a quarter of a second.
    /// </summary>
    public void Record(string actor, string action, string entity) =>
        writer.Note(new(clock.GetUtcNow(), actor, action, entity));

    /// <summary>Records and waits until it is durable: for what must not happen unrecorded (signatures, exports, sign-in).</summary>
    /// <exception cref="StorageFaultException">It could not be recorded.</exception>
    public Task RecordAsync(string actor, string action, string entity) =>
        writer.DoAsync(new WriteRequest(new AuditNote(clock.GetUtcNow(), actor, action, entity), isAwaited: true));

    /// <summary>The fault that kept entries of <see cref="Record"/> from the disk, or null. Health checks report it.</summary>
    public Exception? Fault => writer.AuditFault;

    /// <summary>The newest entries first.</summary>
    /// <param name="entity">Only entries about this reference (and its versions); null for all.</param>
    public IReadOnlyList<AuditEntry> Latest(int count, string? entity = null) =>
        readers.Use(database =>
        {
            var select = database.Prepare(
                "SELECT sequence,time,actor,action,entity FROM audit WHERE ?1 IS NULL OR entity=?1 OR substr(entity,1,length(?1)+1)=?1||'/' ORDER BY sequence DESC LIMIT ?2"
            );
            select.Bind(1, entity).Bind(2, count);
            var found = new List<AuditEntry>();
            while (select.Step())
                found.Add(
                    new(
                        select.Long(0),
                        DateTimeOffset.FromUnixTimeMilliseconds(select.Long(1)),
                        select.Text(2),
                        select.Text(3),
                        select.Text(4)
                    )
                );
            return found;
        });

    /// <summary>Recomputes the whole chain and names the first entry that was changed, removed or put in.</summary>
    public AuditVerification Verify() =>
        readers.Use(database =>
        {
            var select = database.Prepare(
                "SELECT sequence,time,actor,action,entity,previous,hash FROM audit ORDER BY sequence"
            );
            var (expected, last, broken) = (1L, new byte[32], (long?)null);
            while (select.Step())
            {
                var sequence = select.Long(0);
                var hash = AuditChain.Hash(
                    last,
                    sequence,
                    select.Long(1),
                    select.Text(2),
                    select.Text(3),
                    select.Text(4)
                );
                var holds =
                    sequence == expected
                    && select.Bytes(5).AsSpan().SequenceEqual(last)
                    && select.Bytes(6).AsSpan().SequenceEqual(hash);
                if (!holds)
                    broken ??= sequence == expected ? sequence : expected;
                last = select.Bytes(6);
                expected = sequence + 1;
            }
            return new AuditVerification(expected - 1, broken, Convert.ToHexStringLower(last));
        });
}
