using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Trail;

/// <summary>
/// The table <c>trail</c>, alike in <c>records.db</c> (changes, in the data's own transactions) and <c>audit.db</c>
/// (accesses), and how its rows are written and read.
/// </summary>
internal static class TrailTable
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS trail(
            number INTEGER PRIMARY KEY,
            chain TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            key_id TEXT NOT NULL,
            time INTEGER NOT NULL,         -- milliseconds since 1970-01-01 UTC
            actor_kind TEXT NOT NULL,
            actor TEXT NOT NULL,
            actor_name TEXT,
            patients TEXT,                 -- ids, separated by spaces
            action TEXT NOT NULL,
            entity TEXT NOT NULL,
            items TEXT,                    -- references, separated by spaces
            reason TEXT,
            result TEXT NOT NULL,
            address TEXT,
            request TEXT,
            content BLOB,                  -- of a change: SHA-256 of the stored JSON, or of nothing for a deletion
            previous BLOB NOT NULL,
            mac BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS trail_patient(
            patient TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY(patient, number)) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS trail_is_append_only_u BEFORE UPDATE ON trail
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS trail_is_append_only_d BEFORE DELETE ON trail
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER IF NOT EXISTS trail_patient_is_append_only_d BEFORE DELETE ON trail_patient
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        """;

    private const string Columns =
        "number,chain,sequence,key_id,time,actor_kind,actor,actor_name,patients,action,entity,items,reason,result,address,request,content,previous,mac";

    /// <summary>All columns, by number; append conditions and order.</summary>
    public const string Select = $"SELECT {Columns} FROM trail";

    /// <summary>Writes a row and finds it under its patients.</summary>
    public static void Insert(Database database, TrailRow row)
    {
        database
            .Prepare(
                "INSERT INTO trail(chain,sequence,key_id,time,actor_kind,actor,actor_name,patients,action,entity,items,reason,result,address,request,content,previous,mac) "
                    + "VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)"
            )
            .Bind(1, row.Chain)
            .Bind(2, row.Sequence)
            .Bind(3, row.KeyId)
            .Bind(4, row.Time)
            .Bind(5, row.ActorKind)
            .Bind(6, row.Actor)
            .Bind(7, row.ActorName)
            .Bind(8, row.Patients)
            .Bind(9, row.Action)
            .Bind(10, row.Entity)
            .Bind(11, row.Items)
            .Bind(12, row.Reason)
            .Bind(13, row.Result)
            .Bind(14, row.Address)
            .Bind(15, row.Request)
            .BindBytes(16, row.Content)
            .Bind(17, row.Previous)
            .Bind(18, row.Mac)
            .RunOne();
        if (row.Patients is null)
            return;
        var number = database.LastInsertedKey;
        foreach (var patient in row.Patients.Split(' ').Distinct())
        {
            database
                .Prepare("INSERT INTO trail_patient(patient,number) VALUES($1,$2)")
                .Bind(1, patient)
                .Bind(2, number)
                .RunOne();
        }
    }

    /// <summary>The row that a <see cref="Select"/> is on.</summary>
    public static TrailRow Read(Statement row) =>
        new()
        {
            Number = row.Long(0),
            Chain = row.Text(1),
            Sequence = row.Long(2),
            KeyId = row.Text(3),
            Time = row.Long(4),
            ActorKind = row.Text(5),
            Actor = row.Text(6),
            ActorName = row.TextOrNull(7),
            Patients = row.TextOrNull(8),
            Action = row.Text(9),
            Entity = row.Text(10),
            Items = row.TextOrNull(11),
            Reason = row.TextOrNull(12),
            Result = row.Text(13),
            Address = row.TextOrNull(14),
            Request = row.TextOrNull(15),
            Content = row.IsNull(16) ? null : row.Bytes(16),
            Previous = row.Bytes(17),
            Mac = row.Bytes(18),
        };
}
