using Xinglin.Exchange.Import.Bundles;
using Xinglin.Exchange.Import.Films;
using Xinglin.Exchange.Import.Measurements;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Records.Tasks;

namespace Xinglin.Exchange.Import;

/// <summary>
/// Takes in a patient's data from files, folders, archives and uploads: FHIR R4 in JSON or XML (resources, Bundles, NDJSON), tables
/// of home readings, DICOM. What a file is, is told from its content. Everything that is rejected is named with its place,
/// reason and fix, and nothing is half stored; importing the same file twice changes nothing. Thread-safe.
/// </summary>
/// <param name="workFor">
/// The work that a chart asks for; its Tasks are stored in the same transaction as the data and only if their ids are new,
/// so the id must follow from the data (<see cref="ForecastPolicy.AnalysisTask"/>). Null asks for forecasts only.
/// </param>
/// <param name="history">Where imports are remembered; nowhere when null.</param>
public sealed class Importer(
    FhirStore store,
    DicomArchive archive,
    TaskQueue work,
    TimeProvider clock,
    ImportOptions? options = null,
    Func<Chart, IEnumerable<FhirTask>>? workFor = null,
    ImportHistory? history = null
)
{
    private const int DeepestArchive = 2;

    /// <summary>So many files of an archive may be beyond a limit before the rest is no longer looked at.</summary>
    private const int MostUnsafe = 10;
    private readonly ImportOptions _options = options ?? new();
    private readonly Func<Chart, IEnumerable<FhirTask>> _workFor = workFor ?? new ForecastPolicy(work).WorkFor;

    public ImportOptions Options => _options;

    /// <summary>Imports everything the sources hold. Tables are read after what they may refer to.</summary>
    /// <param name="origin">Who imports.</param>
    /// <param name="about">Gets the ids of patients whose data it was as it goes, so that they are known of what is broken off.</param>
    /// <param name="identity">Whose a held film is, by a person's decision; null where the films themselves say it.</param>
    /// <param name="isPart">It is one of several of one upload: the caller remembers them as one (<see cref="Remember"/>).</param>
    /// <param name="mayWrite">The types of FHIR resources that who imports may write; every type when null.</param>
    /// <exception cref="StorageFaultException">The disk or database failed; what the report would have accepted is safe.</exception>
    public async Task<ImportReport> ImportAsync(
        Origin origin,
        IEnumerable<ImportSource> sources,
        CancellationToken ct = default,
        HashSet<string>? about = null,
        IdentityDecision? identity = null,
        bool isPart = false,
        Func<string, bool>? mayWrite = null
    )
    {
        var run = new ImportRun(_options, origin, ct, about) { Identity = identity, MayWrite = mayWrite };
        var writer = new ImportWriter(store, _workFor);
        var patients = new PatientFinder(store);
        var readers = new Readers(
            new FhirImport(store, writer),
            new DicomImport(store, archive, work, patients, writer, clock),
            new HomeMeasurementImport(patients, writer, clock),
            new PackedImport(archive.Temporary),
            patients
        );
        await AllAsync(sources, readers, run, depth: 0).ConfigureAwait(false);
        var report = run.Report();
        if (!isPart)
            Remember(origin, report);
        return report;
    }

    /// <summary>Puts an import into the history.</summary>
    public void Remember(Origin origin, ImportReport report) => history?.Add(origin.Actor, report);

    private static async Task AllAsync(IEnumerable<ImportSource> sources, Readers readers, ImportRun run, int depth)
    {
        var (refused, taken) = (0, 0);
        foreach (var source in sources.OrderBy(s => Order(s.Name)))
        {
            run.Ct.ThrowIfCancellationRequested();
            run.Begin(source.Name);
            if (depth > 0 && run.IsHopeless(refused, taken))
            {
                run.Stop(source.Name);
                break;
            }
            var acceptedBefore = run.Accepted;
            if (depth > 0 && run.Unsafe >= MostUnsafe)
            {
                run.Reject(
                    source.Name,
                    RejectionCodes.ArchiveUnsafe,
                    new(
                        $"压缩包内已有 {MostUnsafe} 个文件超出限制，其余未再查看。",
                        $"{MostUnsafe} files of the archive are beyond the limits: the rest was not looked at."
                    ),
                    new("请解压后只导入需要的文件。", "Unpack it yourself and import the files that are needed.")
                );
                break;
            }
            var before = run.Lines;
            try
            {
                using var stream = await OpenAsync(source, readers, run).ConfigureAwait(false);
                await OneAsync(source.Name, stream, readers, run, depth).ConfigureAwait(false);
                if (run.Lines == before)
                {
                    run.Reject(
                        source.Name,
                        RejectionCodes.Empty,
                        new("文件中没有可导入的内容。", "The file holds nothing to import: no entry, no row."),
                        new("请检查导出设置后重新导出。", "Check what was chosen for export and export it again.")
                    );
                }
            }
            catch (ImportFaultException fault)
            {
                run.Reject(fault.Refusal);
            }
            catch (WriteRejectedException rejection)
            {
                run.Reject(EntryPrecheck.Refused(source.Name, rejection));
            }
            catch (Exception fault) when (ImportFaults.IsOfContent(fault) && fault is not UnauthorizedAccessException)
            {
                run.Reject(ImportRejections.Unreadable(source.Name));
            }
            catch (Exception fault)
                when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                run.Reject(
                    source.Name,
                    RejectionCodes.NotFound,
                    new("文件不存在或无权读取。", "The file is not there or may not be read."),
                    new("请检查路径与读取权限。", "Check the path and the permission to read it.")
                );
            }
            _ = run.Accepted > acceptedBefore ? taken++ : refused++;
        }
    }

    private static async Task OneAsync(string place, Stream stream, Readers readers, ImportRun run, int depth)
    {
        if (depth == 0)
            run.Sent += stream.Length;
        if (ForeignFiles.Of(place, stream) is { } foreign)
        {
            run.Reject(foreign);
            return;
        }
        switch (ContentSniffer.Sniff(stream))
        {
            case ContentKind.Empty:
                run.Reject(
                    place,
                    RejectionCodes.Empty,
                    new("文件为空。", "The file is empty."),
                    new("请重新导出该文件。", "Export the file again.")
                );
                break;
            case ContentKind.Json:
                await readers.Fhir.ReadAsync(place, stream, run).ConfigureAwait(false);
                readers.Patients.Forget();
                break;
            case ContentKind.Xml:
                await readers.Fhir.ReadXmlAsync(place, stream, run).ConfigureAwait(false);
                readers.Patients.Forget();
                break;
            case ContentKind.Dicom:
                await readers.Dicom.ReadAsync(place, stream, run).ConfigureAwait(false);
                break;
            case ContentKind.Table:
                await readers.Tables.ReadAsync(place, stream, run).ConfigureAwait(false);
                break;
            case ContentKind.Zip or ContentKind.GZip when depth >= DeepestArchive:
                run.Reject(
                    place,
                    RejectionCodes.ArchiveUnsafe,
                    new("压缩文件嵌套过深。", "Archives are nested too deeply."),
                    new("请解压后直接导入其中的文件。", "Unpack it yourself and import the files.")
                );
                break;
            case ContentKind.Zip:
                var files = readers.Packed.Unzip(place, stream, run);
                await AllAsync(files, readers, run, depth + 1).ConfigureAwait(false);
                break;
            case ContentKind.GZip:
                using (var unpacked = readers.Packed.Gunzip(place, stream, run))
                {
                    await OneAsync(place, unpacked, readers, run, depth + 1).ConfigureAwait(false);
                }
                break;
            default:
                run.Reject(Unknown(place));
                break;
        }
    }

    private static async Task<Stream> OpenAsync(ImportSource source, Readers readers, ImportRun run)
    {
        var stream = source.Open();
        if (source.ReadOnce || !stream.CanSeek)
        {
            await using (stream.ConfigureAwait(false))
            {
                return await readers.Packed.SpoolAsync(source.Name, stream, run).ConfigureAwait(false);
            }
        }
        if (stream.Length > run.Options.LargestFile)
        {
            stream.Dispose();
            throw PackedImport.TooLarge(source.Name, run.Options);
        }
        return stream;
    }

    /// <summary>Tables last, images before them: both look for patients that a FHIR file may bring.</summary>
    private static int Order(string name) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".json" or ".ndjson" or ".jsonl" or ".zip" or ".xml" => 0,
            ".csv" or ".tsv" or ".txt" or ".gz" => 2,
            _ => 1,
        };

    private static RejectedItem Unknown(string place) =>
        new(
            place,
            RejectionCodes.UnknownKind,
            new("无法识别的文件类型。", "The file is none of the kinds that can be imported."),
            ForeignFiles.Importable
        );

    private sealed record Readers(
        FhirImport Fhir,
        DicomImport Dicom,
        HomeMeasurementImport Tables,
        PackedImport Packed,
        PatientFinder Patients
    );
}
