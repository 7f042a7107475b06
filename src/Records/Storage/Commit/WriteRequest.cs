using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Something for the writer to do in one savepoint: completed after the commit, or with the fault that left it undone.
/// </summary>
internal sealed class WriteRequest
{
    private readonly Func<Lookups, IReadOnlyList<PreparedWrite>>? late;

    /// <summary>Conditions that are asked in a millisecond.</summary>
    private const int FewConditions = 50;

    private readonly Action<Database>? afterwards;
    private readonly IReadOnlyList<Precondition> preconditions = [];
    private readonly Action<Transaction, Database>? maintenance;

    /// <param name="writes">Prepared on the caller's thread.</param>
    /// <param name="preconditions">What the preparation rested on.</param>
    /// <param name="afterwards">Questions that see the writes; one that throws undoes them.</param>
    /// <param name="ct">Ends what is asked.</param>
    public WriteRequest(
        IReadOnlyList<PreparedWrite> writes,
        IReadOnlyList<Precondition> preconditions,
        Action<Database>? afterwards,
        CancellationToken ct = default
    )
    {
        Ct = ct;
        Writes = writes;
        this.preconditions = preconditions;
        this.afterwards = afterwards;
    }

    /// <param name="late">Prepares the writes on the writer's own connection, where nothing comes between.</param>
    /// <param name="afterwards">Questions that see the writes; one that throws undoes them.</param>
    public WriteRequest(
        Func<Lookups, IReadOnlyList<PreparedWrite>> late,
        Action<Database> afterwards,
        CancellationToken ct
    )
    {
        this.late = late;
        this.afterwards = afterwards;
        Ct = ct;
    }

    /// <param name="maintenance">Work on the tables that is no change of a record.</param>
    public WriteRequest(Action<Transaction, Database> maintenance) => this.maintenance = maintenance;

    /// <param name="note">An entry of the trail.</param>
    public WriteRequest(AuditNote note) => Note = note;

    public IReadOnlyList<PreparedWrite> Writes { get; private set; } = [];
    public AuditNote? Note { get; }
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The client has left.</summary>
    public CancellationToken Ct { get; }

    /// <summary>It asks so much of the writer that others should not wait for several such at once.</summary>
    public bool AsksMuch => late is not null || afterwards is not null || preconditions.Count > FewConditions;

    /// <summary>A fault may come when part of it is done already; one write is refused before anything is changed.</summary>
    public bool ChangesSeveral =>
        late is not null || afterwards is not null || maintenance is not null || Writes.Count != 1;

    /// <summary>Does it inside the open transaction. Whatever it throws undoes this request and no other.</summary>
    public void CarryOut(Transaction transaction, Database database)
    {
        if (maintenance is not null)
        {
            maintenance(transaction, database);
            return;
        }
        // What is asked has a limit of time, what is written has none: an interrupted write would undo everybody's.
        var time = new TimeBudget(TimeBudget.OfWriting, Ct, isWriter: true);
        if (preconditions.Count > 0 && !time.Spend(database, d => preconditions.All(one => one.Holds(d))))
            throw new PreconditionChangedException();
        if (late is not null)
            Writes = late(new Lookups(question => time.Spend(database, question)));
        transaction.Apply(Writes);
        if (afterwards is not null)
            time.Spend(
                database,
                d =>
                {
                    afterwards(d);
                    return true;
                }
            );
    }
}
