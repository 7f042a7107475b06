using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Worklists;
using Xinglin.Reports.Writing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests.Worklists;

public class WorklistTests
{
    [Fact]
    public async Task A_row_says_the_finding_with_its_interval_in_both_languages()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.DraftAsync(Ward.FilmWithPneumonia());

        var row = Worklist.Load(ward.Store).Rows.Should().ContainSingle().Which;

        row.PatientName.Should().Be(new BilingualText("王秀英", "Wang Xiuying"));
        row.What.En.Should().Be("Chest film");
        row.Says.Should().Be(new BilingualText("肺炎 82% (71%～90%)", "pneumonia 82% (71–90%)"));
        row.Urgency.Should().Be(Urgency.Alert);
        row.State.Should().Be(WorklistState.Draft);
        row.Synthetic.Should().BeTrue();
        row.Due.Should().NotBeNull();
    }

    [Fact]
    public async Task More_patients_than_one_search_takes_do_not_close_the_worklist()
    {
        await using var ward = new Ward();
        var queue = new TaskQueue(ward.Store, ward.Clock);
        var writes = new List<Write>();
        for (var i = 0; i < 620; i++)
        {
            writes.Add(
                new Write(new Hl7.Fhir.Model.Patient { Id = $"p{i}", Name = [new() { Text = $"Patient {i}" }] })
            );
            writes.Add(new Write(queue.New(TaskType.Imaging, $"p{i}", $"ImagingStudy/s{i}")));
        }
        await ward.Store.CommitAsync(Origin.Product, writes);

        var content = Worklist.Load(ward.Store);

        content.Rows.Should().HaveCount(620).And.OnlyContain(row => row.PatientName.En.StartsWith("Patient"));
        content.OpenNotShown.Should().Be(0);
    }

    [Fact]
    public async Task A_thousand_reports_of_another_system_leave_the_place_of_our_drafts()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.Store.CommitAsync(
            Origin.Program("laboratory"),
            [
                .. Enumerable
                    .Range(0, 2100)
                    .Select(i => new Write(
                        new Hl7.Fhir.Model.DiagnosticReport
                        {
                            Status = Hl7.Fhir.Model.DiagnosticReport.DiagnosticReportStatus.Preliminary,
                            Code = new(DraftResources.DocumentSystem, "imaging"),
                            Subject = new("Patient/p1"),
                        }
                    )),
            ]
        );
        await ward.DraftAsync(Ward.FilmWithPneumonia());

        Worklist.Load(ward.Store).Rows.Should().ContainSingle().Which.State.Should().Be(WorklistState.Draft);
    }

    [Fact]
    public async Task Of_more_open_work_than_is_listed_the_newest_is_shown_and_the_rest_is_counted()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var queue = new TaskQueue(ward.Store, ward.Clock);
        await ward.Store.CommitAsync(
            Origin.Product,
            [
                .. Enumerable
                    .Range(0, 2003)
                    .Select(i => new Write(queue.New(TaskType.Imaging, "p1", $"ImagingStudy/s{i}"))),
            ]
        );
        ward.Clock.Advance(TimeSpan.FromMinutes(1));
        var newest = queue.New(TaskType.Imaging, "p1", "ImagingStudy/last");
        await ward.Store.CommitAsync(Origin.Product, [new Write(newest)]);

        var content = Worklist.Load(ward.Store);

        content.Rows.Should().Contain(row => row.Key == newest.Id);
        content.OpenNotShown.Should().Be(4);
    }

    [Fact]
    public async Task A_reading_that_cannot_say_needs_reading_and_failed_work_is_a_row_with_its_reason()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        await ward.DraftAsync(new RandomPredictions(3).CannotSay());
        var queue = new TaskQueue(ward.Store, ward.Clock);
        var task = queue.New(TaskType.Imaging, "p1", "ImagingStudy/s9");
        await ward.Store.CommitAsync(Origin.Product, [new Write(task)]);
        for (var i = 0; i < 2; i++)
        {
            await queue.FailAsync(
                (await queue.TakeUpAsync(task.Id!))!,
                new BilingualText("影像文件不完整", "The film file is cut short")
            );
        }

        var rows = Worklist.Load(ward.Store).Rows;

        rows.Should()
            .ContainSingle(row => row.State == WorklistState.NeedsReading)
            .Which.Says.En.Should()
            .StartWith("cannot say");
        var failed = rows.Should().ContainSingle(row => row.State == WorklistState.Failed).Which;
        failed.Says.Zh.Should().Be("影像文件不完整");
        failed.TaskId.Should().Be(task.Id);
    }

    [Fact]
    public async Task A_draft_comes_back_from_the_store_as_it_was_written_and_is_labelled_as_ai()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var predictions = new RandomPredictions(11);
        for (var i = 0; i < 12; i++)
        {
            var stored = await ward.DraftAsync(predictions.Next().Reading);
            var again = DraftWriter.Write(stored.Draft.Prediction, Records.Charts.Chart.Load(ward.Store, "p1"));
            DraftJson.Write(stored.Draft).Should().Equal(DraftJson.Write(again));
            Labels.IsAi(stored.Report).Should().BeTrue();
        }
        DraftResources.ForPatient(ward.Store, "p1").Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public async Task Work_done_twice_does_not_overwrite_a_draft_under_review()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());

        var again = () => ward.Store.CommitAsync(Origin.Product, DraftResources.ToWrites(stored.Draft));

        await again.Should().ThrowAsync<VersionConflictException>();
    }
}
