using Xinglin.Records.Fhir;
using Xinglin.Records.Work;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary>The records of a data folder without a server around them. A server may run on them at the same time.</summary>
public sealed class OpenRecords : IAsyncDisposable
{
    private OpenRecords(string folder)
    {
        Directory.CreateDirectory(folder);
        Store = FhirStore.Open(folder, TimeProvider.System);
        Work = new WorkQueue(Store, TimeProvider.System);
    }

    public FhirStore Store { get; }
    public WorkQueue Work { get; }

    public static OpenRecords At(string folder) => new(Path.GetFullPath(folder));

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
