using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Preconditions;

/// <summary>What is to be stored in one transaction, and what is to be asked when it is.</summary>
/// <param name="Writes">In the order in which they are carried out.</param>
/// <param name="Ask">Questions that see the writes; what they throw undoes them. Null for none.</param>
internal sealed record WritePlan(IReadOnlyList<Write> Writes, Action<Database>? Ask = null)
{
    /// <summary>Nothing to store and nothing to ask.</summary>
    public static WritePlan Nothing { get; } = new([]);

    /// <summary>Asks the questions on a connection.</summary>
    public bool AskOn(Database database)
    {
        Ask?.Invoke(database);
        return true;
    }
}
