using Xinglin.Records.Terminology;

namespace Xinglin.Records.Import;

/// <summary>Ends the import of one file with a refusal; the files after it go on.</summary>
internal sealed class ImportFaultException(RefusedItem refusal) : Exception(refusal.Code)
{
    public ImportFaultException(string place, string code, BilingualText reason, BilingualText mend)
        : this(new RefusedItem(place, code, reason, mend)) { }

    public RefusedItem Refusal { get; } = refusal;
}
