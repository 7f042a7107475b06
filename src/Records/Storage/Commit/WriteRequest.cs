using Xinglin.Records.Storage.Preconditions;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// Something for the writer to do in one savepoint: completed after the commit, or with the fault that left it undone.
/// </summary>
internal sealed class WriteRequest
{
    private readonly Func<Lookups, IReadOnlyList<PreparedWrite>>? _late;

    /// <summary>Conditions that are asked in a millisecond.</summary>
    private const int FewConditions = 50;

    private readonly Action<Database>? _afterwards;
    private readonly IReadOnlyList<Precondition> _preconditions = [];
    private readonly Action<Transaction, Database>? _maintenance;

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
        _preconditions = preconditions;
        _afterwards = afterwards;
    }

    /// <param name="late">Prepares the writes on the writer's own connection, where nothing comes between.</param>
    /// <param name="afterwards">Questions that see the writes; one that throws undoes them.</param>
    public WriteRequest(
        Func<Lookups, IReadOnlyList<PreparedWrite>> late,
        Action<Database> afterwards,
        CancellationToken ct
    )
    {
        _late = late;
        _afterwards = afterwards;
        Ct = ct;
    }

    /// <param name="maintenance">Work on the tables that is no change of a record.</param>
    public WriteRequest(Action<Transaction, Database> maintenance) => _maintenance = maintenance;

    /// <param name="note">An entry of the trail.</param>
    public WriteRequest(AuditNote note) => Note = note;

    public IReadOnlyList<PreparedWrite> Writes { get; private set; } = [];
    public AuditNote? Note { get; }
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The client has left.</summary>
    public CancellationToken Ct { get; }

    /// <summary>It asks so much of the writer that others should not wait for several such at once.</summary>
    public bool AsksMuch => _late is not null || _afterwards is not null || _preconditions.Count > FewConditions;

    /// <summary>A fault may come when part of it is done already; one write is rejected before anything is changed.</summary>
    public bool ChangesSeveral =>
        _late is not null || _afterwards is not null || _maintenance is not null || Writes.Count != 1;

    /// <summary>Does it inside the open transaction. Whatever it throws undoes this request and no other.</summary>
    public void CarryOut(Transaction transaction, Database database)
    {
        if (_maintenance is not null)
        {
            _maintenance(transaction, database);
            return;
        }
        // What is asked has a limit of time, what is written has none: an interrupted write would undo everybody's.
        var time = new TimeBudget(TimeBudget.OfWriting, Ct, isWriter: true);
        if (_preconditions.Count > 0 && !time.Spend(database, d => _preconditions.All(one => one.Holds(d))))
            throw new PreconditionChangedException();
        if (_late is not null)
            Writes = _late(new Lookups(question => time.Spend(database, question)));
        transaction.Apply(Writes);
        if (_afterwards is not null)
        {
            time.Spend(
                database,
                d =>
                {
                    _afterwards(d);
                    return true;
                }
            );
        }
    }
}
