using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Rows;

/// <summary>The tables of resources and of what is searched, without the trail.</summary>
internal static class RecordTables
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS resource(
            key INTEGER PRIMARY KEY,
            type TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            last_updated INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC
            deleted INTEGER NOT NULL,
            patient TEXT,                  -- logical id of the patient whose compartment this is in
            json TEXT,                     -- null when deleted
            origin INTEGER NOT NULL DEFAULT 0, -- OriginKind of this version
            actor TEXT NOT NULL DEFAULT '',
            made_here INTEGER NOT NULL DEFAULT 0, -- some version was made by the product or at its pages
            synthetic INTEGER NOT NULL DEFAULT 0, -- some version carried the mark of synthetic data
            code BLOB,                     -- since version 5: RowCodes of this version; null in what is older
            UNIQUE(type, id));
        CREATE INDEX IF NOT EXISTS resource_patient ON resource(patient, type);
        CREATE INDEX IF NOT EXISTS resource_updated ON resource(type, last_updated);
        CREATE TABLE IF NOT EXISTS history(
            resource INTEGER NOT NULL,
            version INTEGER NOT NULL,
            last_updated INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            json TEXT,
            origin INTEGER NOT NULL DEFAULT 0,
            actor TEXT NOT NULL DEFAULT '',
            code BLOB,                     -- since version 5
            UNIQUE(resource, version));
        CREATE TABLE IF NOT EXISTS held(
            type TEXT NOT NULL,            -- what a signed document rests on
            id TEXT NOT NULL,
            document INTEGER NOT NULL,     -- key of the document
            PRIMARY KEY(type, id, document)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS code_key( -- since version 5
            id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID; -- of each key under which versions were written
        CREATE TABLE IF NOT EXISTS instance( -- since version 4
            sop TEXT NOT NULL PRIMARY KEY, -- SOP Instance UID of an archived DICOM object
            patient TEXT NOT NULL,         -- whose it was when it came in
            hash BLOB NOT NULL) WITHOUT ROWID; -- SHA-256 of the file
        CREATE TABLE IF NOT EXISTS parameter(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE);    -- 'Observation.code'
        CREATE TABLE IF NOT EXISTS search(
            parameter INTEGER NOT NULL,
            value TEXT NOT NULL,           -- code, normalised text, id of a reference, unit of a quantity, or ''
            low,                           -- first millisecond, or number, or 0
            resource INTEGER NOT NULL,
            system TEXT NOT NULL,          -- code system, text as written, type of a reference, or ''
            high,
            PRIMARY KEY(parameter, value, low, resource, system, high)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS search_resource ON search(resource, parameter);
        CREATE TABLE IF NOT EXISTS index_state(
            one INTEGER PRIMARY KEY CHECK(one=1),
            version INTEGER NOT NULL,      -- IndexVersion of the rows of search
            rebuilding INTEGER NOT NULL,   -- IndexVersion that is being built; equal to version when none is
            done INTEGER NOT NULL);        -- last resource key that is rebuilt
        CREATE TABLE IF NOT EXISTS audit( -- of earlier versions of the program; kept, no longer written
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            entity TEXT NOT NULL,
            previous BLOB NOT NULL,
            hash BLOB NOT NULL);
        CREATE TRIGGER IF NOT EXISTS audit_is_append_only_u BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS audit_is_append_only_d BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        """;

    /// <summary>
    /// Whether there is a code beside each version, asked of the table: a file whose films are still to be noted keeps its older number.
    /// </summary>
    public static bool HaveCodes(Database database)
    {
        using var ask = database.PrepareOnce("SELECT 1 FROM pragma_table_info('resource') WHERE name='code'");
        return ask.Step();
    }
}
