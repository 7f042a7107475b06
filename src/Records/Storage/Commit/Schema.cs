using Xinglin.Records.Storage.Rows;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// The tables of <c>records.db</c>. <c>resource</c> holds the current version of everything, <c>history</c> the versions
/// before it; <c>search</c> is one row for each value that a search parameter finds in a current version; <c>trail</c> has one
/// row for each version in the order of the commits, which any process can follow.
/// </summary>
internal static class Schema
{
    /// <summary>Raised when the tables change; <see cref="Installation"/> brings an older file up to it.</summary>
    public const int Version = 5;

    /// <summary>
    /// Raised when what is indexed changes: an older index is rebuilt while the store is in use (<see cref="IndexRebuild"/>).
    /// </summary>
    public const int IndexVersion = 4;

    public const string Create = RecordTables.Create + Trail.TrailTable.Create;

    /// <summary>What <c>records.db</c> must hold, and nothing else.</summary>
    public static SchemaCheck Check { get; } = new(AuditTrail.FileName, Create);

    /// <summary>From version 1 or 2, which knew nothing of origins, to 3.</summary>
    public const string AddOrigins = """
        ALTER TABLE resource ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE resource ADD COLUMN actor TEXT NOT NULL DEFAULT '';
        ALTER TABLE resource ADD COLUMN made_here INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE resource ADD COLUMN synthetic INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE history ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE history ADD COLUMN actor TEXT NOT NULL DEFAULT '';
        """;

    /// <summary>From a version before 5, which kept no code beside a version.</summary>
    public const string AddCodes = """
        ALTER TABLE resource ADD COLUMN code BLOB;
        ALTER TABLE history ADD COLUMN code BLOB;
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
