namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// The tables of <c>records.db</c>. <c>resource</c> holds the current version of everything, <c>history</c> the versions
/// before it; <c>search</c> is one row for each value that a search parameter finds in a current version.
/// </summary>
internal static class Schema
{
    /// <summary>Raised when the tables or what is indexed change; an older file is indexed again when it is opened.</summary>
    public const int Version = 2;

    public const string Create = Tables + Audit.TrailTable.Create;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS resource(
            key INTEGER PRIMARY KEY,
            type TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            last_updated INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC
            deleted INTEGER NOT NULL,
            patient TEXT,                  -- logical id of the patient whose compartment this is in
            json TEXT,                     -- null when deleted
            UNIQUE(type, id));
        CREATE INDEX IF NOT EXISTS resource_patient ON resource(patient, type);
        CREATE INDEX IF NOT EXISTS resource_updated ON resource(type, last_updated);
        CREATE TABLE IF NOT EXISTS history(
            resource INTEGER NOT NULL,
            version INTEGER NOT NULL,
            last_updated INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            json TEXT,
            UNIQUE(resource, version));
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
}
