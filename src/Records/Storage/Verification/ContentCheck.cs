using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Commit;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Storage.Verification;

/// <summary>Compares every stored version with the hash in its entry: content that was changed behind the program's back.</summary>
internal sealed class ContentCheck(Findings findings)
{
    // 16 bytes of a SHA-256 each: a large store has millions of versions.
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private string[]? _before;

    private sealed record Entry(UInt128 Content, long Row, EntryOfVersion Says);

    public long Versions { get; private set; }
    public long EarlierEntries { get; private set; }

    /// <summary>Takes an entry of the chain of changes.</summary>
    public void Look(TrailRow row)
    {
        if (row.Content is { } content)
            _entries[Short(Encoding.UTF8.GetBytes(row.Entity))] = new(Of(content), row.Number, EntryOfVersion.Of(row));
        else if (row.Action == AuditActions.Before && !ArchivedInstances.IsNote(row))
            _before ??= row.Items?.Split(' ');
    }

    /// <summary>Call it when all entries were taken.</summary>
    public void Compare(string file, Database database)
    {
        if (!FileCheck.HasTable(database, "resource") || !FileCheck.HasTable(database, "history"))
        {
            findings.Problem("missing", file, "", "The tables of the records are gone.");
            return;
        }
        var uncovered = new HashSet<string>(StringComparer.Ordinal);
        var columns = new ColumnCheck(file, database, findings);
        foreach (var read in ReadVersions.Of(StoredVersions.Of(database)))
        {
            var version = read.Version;
            Versions++;
            if (!_entries.Remove(Short(Encoding.UTF8.GetBytes(version.Reference)), out var entry))
                uncovered.Add(version.Reference);
            else if (entry.Content != Of(version.Content))
                findings.Problem("content", file, version.Reference, "The version's content is not what was stored.");
            findings.Try(file, version.Reference, () => columns.Look(read, entry?.Says));
        }
        findings.Try(file, "columns", columns.End);
        foreach (var row in _entries.Values.Select(entry => entry.Row).Order())
            findings.Problem("content", file, $"row {row}", "The version that this entry made is gone.");
        findings.Try(file, "earlier chain", () => CompareEarlier(file, database, uncovered));
    }

    private void CompareEarlier(string file, Database database, HashSet<string> uncovered)
    {
        if (
            _before is not [var chain, .. var versions]
            || TrailDigest.Parse(string.Join(' ', versions)) is not { } noted
        )
        {
            foreach (var reference in uncovered.Order(StringComparer.Ordinal))
                findings.Problem("content", file, reference, "No entry says who made this version.");
            if (FileCheck.HasTable(database, "audit") && EarlierChain.Count(database) is > 0 and var rows)
            {
                findings.Problem(
                    "added",
                    file,
                    "earlier chain",
                    $"The table audit has {rows} rows, though this trail began without any: they were put in."
                );
            }

            return;
        }
        if (EarlierChain.Versions(database, uncovered.Contains) != noted)
        {
            findings.Problem(
                "content",
                file,
                "versions from before the trail was keyed",
                $"One of the {noted.Count} versions was changed, put in or is gone."
            );
        }

        if (!FileCheck.HasTable(database, "audit"))
        {
            findings.Problem("missing", file, "earlier chain", "The table audit is gone.");
            return;
        }
        var earlier = EarlierChain.Verify(database);
        EarlierEntries = earlier.Entries;
        if (earlier.Broken is { } broken)
        {
            findings.Problem(
                "edited",
                file,
                $"earlier chain, entry {broken}",
                "The entry was changed, put in, or one before it is gone."
            );
        }
        else if (EarlierChain.Said(earlier) != chain)
        {
            findings.Problem(
                "exchanged",
                file,
                "earlier chain",
                "The entries are not those that were there when the trail was keyed."
            );
        }

        findings.Note(
            $"{earlier.Entries} entries and {noted.Count} versions are from before the trail was keyed: whole as they were then, which proves nothing about the time before."
        );
    }

    private static UInt128 Short(byte[] text) => Of(SHA256.HashData(text));

    private static UInt128 Of(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
