using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Preconditions;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// Something for the writer to do in one savepoint: completed after the commit, or with the fault that left it undone.
/// </summary>
internal sealed class WriteRequest
{
    private readonly Func<Database, IReadOnlyList<PreparedWrite>>? late;
    private readonly Action<Database>? afterwards;
    private readonly IReadOnlyList<Precondition> preconditions = [];
    private readonly Action<Transaction, Database>? maintenance;

    /// <param name="writes">Prepared on the caller's thread.</param>
    /// <param name="preconditions">What the preparation rested on.</param>
    /// <param name="afterwards">Questions that see the writes; one that throws undoes them.</param>
    public WriteRequest(
        IReadOnlyList<PreparedWrite> writes,
        IReadOnlyList<Precondition> preconditions,
        Action<Database>? afterwards
    )
    {
        Writes = writes;
        this.preconditions = preconditions;
        this.afterwards = afterwards;
    }

    /// <param name="late">Prepares the writes on the writer's own connection, where nothing comes between.</param>
    /// <param name="afterwards">Questions that see the writes; one that throws undoes them.</param>
    public WriteRequest(Func<Database, IReadOnlyList<PreparedWrite>> late, Action<Database> afterwards)
    {
        this.late = late;
        this.afterwards = afterwards;
    }

    /// <param name="maintenance">Work on the tables that is no change of a record.</param>
    public WriteRequest(Action<Transaction, Database> maintenance) => this.maintenance = maintenance;

    /// <param name="note">An entry of the trail.</param>
    public WriteRequest(AuditNote note) => Note = note;

    public IReadOnlyList<PreparedWrite> Writes { get; private set; } = [];
    public AuditNote? Note { get; }
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Does it inside the open savepoint. Whatever it throws undoes this request and no other.</summary>
    public void CarryOut(Transaction transaction, Database database)
    {
        if (maintenance is not null)
        {
            maintenance(transaction, database);
            return;
        }
        if (!preconditions.All(one => one.Holds(database)))
            throw new PreconditionChangedException();
        if (late is not null)
            Writes = late(database);
        transaction.Apply(Writes);
        afterwards?.Invoke(database);
    }
}
