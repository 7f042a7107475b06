using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>
/// What lay in <c>records.db</c> before this trail began: the table <c>audit</c>, chained by plain SHA-256, and versions that
/// no keyed entry covers. Both are noted once, under the key, in the first entry of the first chain.
/// </summary>
internal static class EarlierChain
{
    /// <param name="Broken">The first entry that does not follow from the one before; null when the chain holds.</param>
    public sealed record Answer(long Entries, long? Broken, string Head);

    /// <summary>Notes what is there, when the trail is still empty and there is something. Once for each file.</summary>
    /// <param name="keyedAlready">What shows that changes were recorded before; null when nothing does.</param>
    /// <exception cref="AlteredStoreException">The trail is empty because it was emptied.</exception>
    public static void Note(Database database, AuditChain chain, DateTimeOffset time, Func<string?> keyedAlready)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            chain.Refresh();
            var isNew = IsEmpty(database, "trail") && (!IsEmpty(database, "audit") || !IsEmpty(database, "resource"));
            if (isNew && keyedAlready() is { } witness)
            {
                throw new AlteredStoreException(
                    $"{AuditTrail.FileName} has records and no trail of them, though {witness} noted one: it was emptied. Nothing is written over it: run 'xinglin verify-audit', and restore a backup."
                );
            }

            if (isNew)
            {
                chain.Append(
                    new Access(AuditActor.Product, AuditActions.Before, AuditTrail.FileName)
                    {
                        Items = [Said(Verify(database)), .. Versions(database, _ => true).ToString().Split(' ')],
                    },
                    time
                );
            }

            database.Execute("COMMIT");
            chain.Confirm();
        }
        catch
        {
            if (!database.IsAutoCommit)
                database.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>The form in which the earlier chain's state is noted.</summary>
    public static string Said(Answer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"{answer.Entries}:{answer.Head}");

    /// <summary>Digest over reference and content hash of the versions that <paramref name="wanted"/> takes.</summary>
    public static TrailDigest Versions(Database database, Func<string, bool> wanted)
    {
        var digest = TrailDigest.None;
        foreach (var version in StoredVersions.Of(database))
        {
            if (wanted(version.Reference))
            {
                digest = digest.With(
                    SHA256.HashData([.. Encoding.UTF8.GetBytes(version.Reference), .. version.Content])
                );
            }
        }

        return digest;
    }

    /// <summary>How many rows there are.</summary>
    public static long Count(Database database)
    {
        using var count = database.PrepareOnce("SELECT count(*) FROM audit");
        count.Step();
        return count.Long(0);
    }

    /// <summary>Recomputes the earlier chain.</summary>
    public static Answer Verify(Database database)
    {
        using var select = database.PrepareOnce(
            "SELECT sequence,time,actor,action,entity,previous,hash FROM audit ORDER BY sequence"
        );
        var (expected, last, broken) = (1L, new byte[32], (long?)null);
        while (select.Step())
        {
            var sequence = select.Long(0);
            var hash = Hash(last, sequence, select.Long(1), select.Text(2), select.Text(3), select.Text(4));
            var holds =
                sequence == expected
                && select.Bytes(5).AsSpan().SequenceEqual(last)
                && select.Bytes(6).AsSpan().SequenceEqual(hash);
            if (!holds)
                broken ??= sequence == expected ? sequence : expected;
            last = select.Bytes(6);
            expected = sequence + 1;
        }
        return new(expected - 1, broken, Convert.ToHexStringLower(last));
    }

    /// <summary>
    /// SHA-256 of the previous hash, sequence, time in milliseconds (both 64-bit big-endian), and actor, action and entity,
    /// each as its UTF-8 length (32-bit big-endian) followed by the bytes.
    /// </summary>
    internal static byte[] Hash(byte[] previous, long sequence, long time, string actor, string action, string entity)
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

    private static bool IsEmpty(Database database, string table)
    {
        using var ask = database.PrepareOnce($"SELECT 1 FROM {table} LIMIT 1");
        return !ask.Step();
    }
}
