using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Maintenance;
using Xinglin.Records.Fhir;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.Pades;
using Xinglin.Reports.Signing;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Work;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary>
/// The records of a data folder without a server around them; the command is in the audit trail before it reads anything. A
/// server may run on them at the same time.
/// </summary>
public sealed class OpenRecords : IAsyncDisposable
{
    private readonly PdfSigning _signing;
    private readonly Access _access;

    private OpenRecords(string folder, AuditOptions audit, Access access, ImportOptions? import)
    {
        _access = access;
        Folder = folder;
        Temporary = TemporaryFolder.Open(folder);
        Accesses = AccessTrail.Open(folder, audit, TimeProvider.System);
        Store = FhirStore.Open(folder, TimeProvider.System, audit);
        Keeper = new TrailMaintenance(Store, Accesses, TimeProvider.System);
        Archive = DicomArchive.Open(folder, Temporary);
        Work = new TaskQueue(Store, TimeProvider.System);
        _signing = new PdfSigning(SignatureOptions.Usual(audit), TimeProvider.System);
        Signatures = new SignatureVerifier(Store, Archive, _signing);
        Signatures.Guard();
        var work = new RequestedWork(Work, TimeProvider.System);
        Importer = new Importer(
            Store,
            Archive,
            Work,
            TimeProvider.System,
            import,
            work.For,
            new ImportHistory(folder, TimeProvider.System)
        );
    }

    public string Folder { get; }
    public AccessTrail Accesses { get; }
    public TemporaryFolder Temporary { get; }
    public FhirStore Store { get; }
    public TrailMaintenance Keeper { get; }
    public DicomArchive Archive { get; }
    public TaskQueue Work { get; }
    public Importer Importer { get; }

    /// <summary>What the store asks before it gives out a signed document.</summary>
    public SignatureVerifier Signatures { get; }

    /// <param name="access">What the command is about to do.</param>
    /// <exception cref="AccessNotRecordedException">It cannot be recorded, so it is not done.</exception>
    public static async Task<OpenRecords> AtAsync(
        string folder,
        AuditOptions audit,
        Access access,
        ImportOptions? import = null
    )
    {
        var records = new OpenRecords(Path.GetFullPath(folder), audit, access, import);
        try
        {
            await records.Accesses.RecordAsync(access);
            CommandRun.Opened(records.Folder, audit, access);
            await records.Keeper.StartAsync();
            return records;
        }
        catch
        {
            await records.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the command found is about these patients: recorded before it is printed.</summary>
    /// <exception cref="AccessNotRecordedException">Print nothing.</exception>
    public Task RecordAsync(IReadOnlyCollection<string> patients) =>
        patients.Count == 0
            ? Task.CompletedTask
            : Accesses.RecordAsync(
                _access with
                {
                    Patients = [.. patients.Distinct(StringComparer.Ordinal)],
                    Reason = "found",
                }
            );

    public async ValueTask DisposeAsync()
    {
        await Keeper.DisposeAsync();
        await Store.DisposeAsync();
        await Accesses.DisposeAsync();
        _signing.Dispose();
        Temporary.Dispose();
    }
}
