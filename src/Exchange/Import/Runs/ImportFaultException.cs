using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Terminology.Text;

namespace Xinglin.Exchange.Import.Runs;

/// <summary>Ends the import of one file with a rejection; the files after it go on.</summary>
internal sealed class ImportFaultException(RejectedItem refusal) : Exception(refusal.Code)
{
    public ImportFaultException(string place, string code, BilingualText reason, BilingualText remedy)
        : this(new RejectedItem(place, code, reason, remedy)) { }

    public RejectedItem Refusal { get; } = refusal;
}

/// <summary>Which exceptions are the content's fault: they reject an item, and the import goes on.</summary>
internal static class ImportFaults
{
    /// <summary>
    /// True for whatever a parser or a rule throws over content; false for what ends the import: the disk or database
    /// failed, the import was called off, or memory is out.
    /// </summary>
    public static bool IsOfContent(Exception fault) =>
        fault
            is not (
                StorageFaultException
                or VersionConflictException
                or ImportFaultException
                or OperationCanceledException
                or IOException
                or OutOfMemoryException
            )
        || fault is InvalidDataException;
}
