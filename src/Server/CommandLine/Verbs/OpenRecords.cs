using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Files;
using Xinglin.Records.Import;
using Xinglin.Records.Work;
using Xinglin.Server.Work;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary>The records of a data folder without a server around them. A server may run on them at the same time.</summary>
public sealed class OpenRecords : IAsyncDisposable
{
    private OpenRecords(string folder, ImportOptions? import)
    {
        Temporary = TemporaryFolder.Open(folder);
        Store = FhirStore.Open(folder, TimeProvider.System);
        Archive = DicomArchive.Open(folder, Temporary);
        Work = new WorkQueue(Store, TimeProvider.System);
        var work = new RequestedWork(Work, TimeProvider.System);
        Importer = new Importer(Store, Archive, Work, TimeProvider.System, import, work.For);
    }

    public TemporaryFolder Temporary { get; }
    public FhirStore Store { get; }
    public DicomArchive Archive { get; }
    public WorkQueue Work { get; }
    public Importer Importer { get; }

    public static OpenRecords At(string folder, ImportOptions? import = null) => new(Path.GetFullPath(folder), import);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Temporary.Dispose();
    }
}
