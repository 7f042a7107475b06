using Microsoft.Extensions.Time.Testing;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Archive;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Records.Tasks;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Synthesis.Tests.Patients;

public sealed class StoryTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-stories-");
    private readonly FakeTimeProvider _clock = new(Demonstration.Now);
    private FhirStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _store = FhirStore.Open(Path.Combine(_folder.FullName, "data"), _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_first_eight_patients_come_through_the_importer_with_nothing_refused_and_ask_for_work()
    {
        var source = Path.Combine(_folder.FullName, "source");
        await PatientSynthesis.Run(source, 8, 7, Demonstration.Now);
        var work = new TaskQueue(_store, _clock);
        var importer = new Importer(_store, DicomArchive.Open(Path.Combine(_folder.FullName, "data")), work, _clock);

        var report = await importer.ImportAsync(Origin.Command("test"), ImportSource.FromPath(source));

        report.Refused.Should().BeEmpty();
        _store.Search(new SearchRequest("Patient", [])).Total.Should().Be(8);
        var kinds = work.Unfinished().Select(TaskQueue.KindOf).ToList();
        kinds.Should().Contain([TaskType.Forecast, TaskType.Imaging]);
        var unreadable = Chart.Load(_store, Demonstration.Patient(PatientStory.FilmUnreadable).Id);
        QualityRules.Check(unreadable, Demonstration.Now).Should().Contain(m => m.Code == QualityCodes.Unreadable);
    }

    [Fact]
    public void The_wrong_unit_is_noticed()
    {
        Marks(PatientStory.UnitWrong).Should().Contain(m => m.Code == QualityCodes.UnitDoubtful);
    }

    [Fact]
    public void The_contradiction_of_sex_and_diagnosis_is_noticed()
    {
        Marks(PatientStory.SexContradiction).Should().Contain(m => m.Code == QualityCodes.SexContradiction);
    }

    [Fact]
    public void A_well_kept_chart_has_no_error()
    {
        Marks(PatientStory.PressureControlled).Should().NotContain(m => m.Severity == QualitySeverity.Error);
    }

    private static IReadOnlyList<QualityMark> Marks(PatientStory story) =>
        QualityRules.Check(Demonstration.Chart(story), Demonstration.Now);
}
