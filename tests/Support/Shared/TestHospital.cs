using System.Text;
using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;

namespace Xinglin.Tests;

/// <summary>A store, an archive and an importer in a temporary folder, at noon of 1 June 2026.</summary>
internal sealed class TestHospital : IAsyncDisposable
{
    public TestHospital(ImportOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("xinglin-import-").FullName;
        Store = FhirStore.Open(Folder, Clock);
        Archive = DicomArchive.Open(Folder);
        Work = new TaskQueue(Store, Clock);
        Importer = new Importer(Store, Archive, Work, Clock, options);
    }

    public string Folder { get; }
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    public FhirStore Store { get; }
    public DicomArchive Archive { get; }
    public TaskQueue Work { get; }
    public Importer Importer { get; }

    /// <summary>What lies in the temporary folder now.</summary>
    public IEnumerable<string> TemporaryFiles() =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, "tmp"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != ".lock");

    public Task<ImportReport> Import(string name, string text) => Import(name, Encoding.UTF8.GetBytes(text));

    public Task<ImportReport> Import(string name, byte[] bytes) =>
        Importer.ImportAsync(Origin.Command("test"), [new ImportSource(name, () => new MemoryStream(bytes))]);

    public Task AddPatient(string id, string? number = null, bool synthetic = false)
    {
        var patient = new Patient
        {
            Id = id,
            BirthDate = "1960-02-03",
            Gender = AdministrativeGender.Female,
        };
        if (number is not null)
        {
            patient.Identifier.Add(new Identifier("urn:hospital", number));
        }
        if (synthetic)
        {
            Xinglin.Records.Fhir.Resources.Labels.MarkSynthetic(patient);
        }
        return Store.CommitAsync(Origin.Product, [new Write(patient)]);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
