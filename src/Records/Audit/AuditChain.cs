using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Fhir.Storage;

namespace Xinglin.Records.Audit;

/// <summary>What is to be written to the trail. <c>Entity</c> is a reference, never a content.</summary>
internal sealed record AuditNote(DateTimeOffset Time, string Actor, string Action, string Entity);

/// <summary>Appends to the hash chain inside the writer's transaction. Used by the writer's thread only.</summary>
internal sealed class AuditChain(Database database)
{
    private long sequence;
    private byte[] last = new byte[32];

    /// <summary>Reads the end of the chain: another process may have appended since.</summary>
    public void Refresh()
    {
        var end = database.Prepare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
        (sequence, last) = end.Step() ? (end.Long(0), end.Bytes(1)) : (0, new byte[32]);
        end.Reset();
    }

    public (long Sequence, byte[] Last) Mark() => (sequence, last);

    public void Return((long Sequence, byte[] Last) mark) => (sequence, last) = mark;

    public void Append(DateTimeOffset time, string actor, string action, string entity)
    {
        var moment = time.ToUnixTimeMilliseconds();
        var hash = Hash(last, sequence + 1, moment, actor, action, entity);
        database
            .Prepare("INSERT INTO audit(sequence,time,actor,action,entity,previous,hash) VALUES(?1,?2,?3,?4,?5,?6,?7)")
            .Bind(1, sequence + 1)
            .Bind(2, moment)
            .Bind(3, actor)
            .Bind(4, action)
            .Bind(5, entity)
            .Bind(6, last)
            .Bind(7, hash)
            .Run();
        (sequence, last) = (sequence + 1, hash);
    }

    /// <summary>
    /// SHA-256 of the previous hash, sequence, time in milliseconds (both 64-bit big-endian), and actor, action and entity,
    /// each as its UTF-8 length (32-bit big-endian) followed by the bytes.
    /// </summary>
    public static byte[] Hash(byte[] previous, long sequence, long time, string actor, string action, string entity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        hash.AppendData(previous);
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, time);
        hash.AppendData(number);
        foreach (var text in (ReadOnlySpan<string>)[actor, action, entity])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(number, bytes.Length);
            hash.AppendData(number[..4]);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
