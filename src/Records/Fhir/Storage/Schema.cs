namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// The tables of <c>records.db</c>. <c>resource</c> holds the current version of everything, <c>history</c> the versions
/// before it; <c>search</c> is one row for each value that a search parameter finds in a current version; <c>trail</c> has one
/// row for each version in the order of the commits, which any process can follow.
/// </summary>
internal static class Schema
{
    /// <summary>Raised when the tables change; <see cref="Installation"/> brings an older file up to it.</summary>
    public const int Version = 4;

    /// <summary>
    /// Raised when what is indexed changes: an older index is rebuilt while the store is in use (<see cref="IndexRebuild"/>).
    /// </summary>
    public const int IndexVersion = 3;

    public const string Create = Tables + Audit.TrailTable.Create;

    /// <summary>What <c>records.db</c> must hold, and nothing else.</summary>
    public static SchemaCheck Check { get; } = new(Audit.AuditTrail.FileName, Create);

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
            origin INTEGER NOT NULL DEFAULT 0, -- OriginKind of this version
            actor TEXT NOT NULL DEFAULT '',
            made_here INTEGER NOT NULL DEFAULT 0, -- some version was made by the product or at its pages
            synthetic INTEGER NOT NULL DEFAULT 0, -- some version carried the mark of synthetic data
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
            UNIQUE(resource, version));
        CREATE TABLE IF NOT EXISTS held(
            type TEXT NOT NULL,            -- what a signed document rests on
            id TEXT NOT NULL,
            document INTEGER NOT NULL,     -- key of the document
            PRIMARY KEY(type, id, document)) WITHOUT ROWID;
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

    /// <summary>From version 1 or 2, which knew nothing of origins, to 3.</summary>
    public const string AddOrigins = """
        ALTER TABLE resource ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE resource ADD COLUMN actor TEXT NOT NULL DEFAULT '';
        ALTER TABLE resource ADD COLUMN made_here INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE resource ADD COLUMN synthetic INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE history ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE history ADD COLUMN actor TEXT NOT NULL DEFAULT '';
        """;

    /// <summary>
    /// Who made what an older file holds. The product's own writes had no entry in the trail, those of everybody else had
    /// one: what says that it was made here and was brought by nobody is the product's (1); the parts of its drafts and the
    /// impressions of readers are a person's (2). All else stays unknown (0), which counts as from outside. The mark of synthetic
    /// data is taken from the content.
    /// </summary>
    public const string TellOrigins = """
        CREATE TEMP TABLE brought AS SELECT DISTINCT
            substr(entity, 1, instr(entity, '/_history/') - 1) AS reference FROM audit WHERE action='create';
        CREATE INDEX temp.brought_reference ON brought(reference);
        UPDATE resource SET origin=1, actor='product', made_here=1
            WHERE json IS NOT NULL
            AND (json LIKE '%"code":"AIAST"%' OR json LIKE '%"contentType":"application/vnd.xinglin.%'
                OR (type='Task' AND json LIKE '%https://xinglin.example/fhir/CodeSystem/work%'))
            AND type||'/'||id NOT IN (SELECT reference FROM brought);
        UPDATE resource SET origin=2, made_here=1
            WHERE origin=0 AND type IN ('Binary', 'Provenance') AND json LIKE '%"code":"AIAST"%'
            AND EXISTS (SELECT 1 FROM resource report WHERE report.type='DiagnosticReport' AND report.made_here=1
                AND resource.id LIKE report.id||'-%');
        UPDATE resource SET origin=2, made_here=1
            WHERE type='ClinicalImpression' AND json LIKE '%https://xinglin.example/fhir/StructureDefinition/impression-of%';
        UPDATE history SET origin=(SELECT r.origin FROM resource r WHERE r.key=history.resource),
            actor=(SELECT r.actor FROM resource r WHERE r.key=history.resource);
        UPDATE resource SET synthetic=1 WHERE json LIKE '%"code":"HTEST"%'
            OR EXISTS (SELECT 1 FROM history h WHERE h.resource=resource.key AND h.json LIKE '%"code":"HTEST"%');
        DROP TABLE brought;
        """;
}
