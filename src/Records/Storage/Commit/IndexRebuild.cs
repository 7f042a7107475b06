using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>How far the search index is behind the program.</summary>
/// <param name="IsCurrent">Everything is indexed as this version of the program does it.</param>
/// <param name="Done">Share of the resources that are rebuilt, 0 to 1.</param>
public sealed record IndexState(bool IsCurrent, double Done);

/// <summary>
/// Brings an older search index up to date while the store is in use: a hundred resources at a time, each time as one more caller
/// of the writer. Interrupted at any moment, it goes on where it was. Until it is done, what is not rebuilt yet is found as the
/// older version indexed it.
/// </summary>
internal sealed class IndexRebuild
{
    private const int ResourcesAtOnce = 100;
    private readonly Writer _writer;
    private readonly Readers _readers;
    private volatile IndexState _state;

    public IndexRebuild(Writer writer, Readers readers)
    {
        (_writer, _readers) = (writer, readers);
        var (version, building, done) = readers.Use(Read);
        var isCurrent = version == Schema.IndexVersion && building == Schema.IndexVersion;
        _state = isCurrent ? new(true, 1) : new(false, readers.Use(database => ShareUpTo(database, done)));
    }

    public IndexState State => _state;

    /// <summary>Rebuilds if anything is out of date; returns when done or cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var (version, building, done) = _readers.Use(Read);
        if (_state.IsCurrent)
            return;
        if (building != Schema.IndexVersion)
        {
            done = 0;
            await Do(database => Set(database, version, done)).ConfigureAwait(false);
        }
        while (!ct.IsCancellationRequested)
        {
            var batch = _readers.Use(database => Next(database, done));
            if (batch.Count == 0)
            {
                await Do(database => Set(database, Schema.IndexVersion, 0)).ConfigureAwait(false);
                _state = new(true, 1);
                return;
            }
            done = batch[^1].Key;
            await _writer
                .DoAsync(
                    new WriteRequest(
                        (transaction, database) =>
                        {
                            foreach (var (key, stored, rows) in batch)
                                transaction.Reindex(key, stored, rows);
                            Set(database, version, done);
                        }
                    )
                )
                .ConfigureAwait(false);
            _state = new(false, _readers.Use(database => ShareUpTo(database, done)));
        }
    }

    private Task Do(Action<Database> work) => _writer.DoAsync(new WriteRequest((_, database) => work(database)));

    private static (long Version, long Building, long Done) Read(Database database)
    {
        var select = database.Prepare("SELECT version,rebuilding,done FROM index_state");
        select.Step();
        var found = (select.Long(0), select.Long(1), select.Long(2));
        select.Reset();
        return found;
    }

    private static void Set(Database database, long version, long done) =>
        database
            .Prepare("UPDATE index_state SET version=$1,rebuilding=$2,done=$3")
            .Bind(1, version)
            .Bind(2, Schema.IndexVersion)
            .Bind(3, done)
            .Run();

    private static List<(long Key, long Version, IReadOnlyList<IndexRow> Rows)> Next(Database database, long after)
    {
        var select = database.Prepare(
            $"SELECT key,version,json FROM resource WHERE key>$1 AND deleted IS NOT 1 ORDER BY key LIMIT {ResourcesAtOnce}"
        );
        select.Bind(1, after);
        var found = new List<(long, long, IReadOnlyList<IndexRow>)>();
        while (select.Step())
            found.Add((select.Long(0), select.Long(1), Rows(select.Text(2))));
        return found;
    }

    private static IReadOnlyList<IndexRow> Rows(string json)
    {
        try
        {
            return IndexRow.Of(FhirText.FromStore(json));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A resource that cannot be read cannot be found by its content; it stays readable by its id.
            return [];
        }
    }

    private static double ShareUpTo(Database database, long key)
    {
        var select = database.Prepare("SELECT coalesce(max(key),0) FROM resource");
        select.Step();
        var last = select.Long(0);
        select.Reset();
        return last == 0 ? 1 : Math.Min(1, (double)key / last);
    }
}
