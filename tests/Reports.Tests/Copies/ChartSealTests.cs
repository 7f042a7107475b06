using System.IO.Compression;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Reports.Copies;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Tests.Pades;

namespace Xinglin.Reports.Tests.Copies;

public class ChartSealTests
{
    [Fact]
    public async Task In_a_sealed_chart_no_document_is_changed_signed_or_deleted_until_it_is_unsealed()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        await ward.Store.CommitAsync(
            Origin.Program("lab"),
            [
                new Write(
                    new Observation
                    {
                        Id = "o",
                        Status = ObservationStatus.Final,
                        Code = new("http://loinc.org", "8867-4"),
                        Subject = new("Patient/p1"),
                    }
                ),
            ]
        );
        var seals = new ChartSeals(ward.Store, ward.Clock);

        (await seals.SealAsync("p1", "dispute", "root")).Should().BeTrue();
        (await seals.SealAsync("p1", "again", "root")).Should().BeFalse();

        ward.Store.IsSealed("p1").Should().BeTrue();
        var decide = () =>
            ward.Review.DecideAsync(stored.Draft.Id, stored.Version, Signed.Pneumonia, Decision.Accepted, ward.Lin);
        (await decide.Should().ThrowAsync<ReviewRejectedException>()).Which.Code.Should().Be("sealed");
        var change = () =>
            ward.Store.CommitAsync(Origin.Product, [new Write((DiagnosticReport)stored.Report.DeepCopy())]);
        (await change.Should().ThrowAsync<WriteRejectedException>()).Which.Reason.Zh.Should().Contain("已封存");
        foreach (var origin in new[] { Origin.Product, Origin.Program("lab"), Origin.Person("lin") })
        {
            var delete = () => ward.Store.CommitAsync(origin, [new Write(new Observation { Id = "o" }, Delete: true)]);
            (await delete.Should().ThrowAsync<WriteRejectedException>()).Which.Reason.En.Should().Contain("is sealed");
        }
        var forge = () =>
            ward.Store.CommitAsync(
                Origin.Program("lab"),
                [
                    new Write(
                        new Flag
                        {
                            Id = DocumentProtection.SealOf("p1"),
                            Status = Flag.FlagStatus.Inactive,
                            Code = new("s", "c"),
                            Subject = new("Patient/p1"),
                        }
                    ),
                ]
            );
        await forge.Should().ThrowAsync<WriteRejectedException>();
        ward.Store.IsSealed("p1").Should().BeTrue();

        (await seals.UnsealAsync("p1", "settled", "root")).Should().BeTrue();
        await decide.Should().NotThrowAsync();
    }

    [Fact]
    public async Task What_is_attached_to_a_sealed_chart_was_replaced_and_deleted()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();
        var scan = new Binary
        {
            Id = "scan",
            ContentType = "text/plain",
            Data = [1],
        };
        await ward.Store.CommitAsync(
            Origin.Program("archive"),
            [
                new Write(scan),
                new Write(
                    new DocumentReference
                    {
                        Id = "letter",
                        Status = DocumentReferenceStatus.Current,
                        Subject = new("Patient/p1"),
                        Content = [new() { Attachment = new() { Url = "Binary/scan" } }],
                    }
                ),
            ]
        );
        (await new ChartSeals(ward.Store, ward.Clock).SealAsync("p1", "dispute", "root")).Should().BeTrue();

        foreach (var delete in new[] { false, true })
        {
            scan.Data = [2];
            var change = () => ward.Store.CommitAsync(Origin.Program("archive"), [new Write(scan, Delete: delete)]);
            (await change.Should().ThrowAsync<WriteRejectedException>()).Which.Reason.En.Should().Contain("is sealed");
        }
    }

    [Fact]
    public async Task A_seal_planted_from_outside_seals_nothing()
    {
        await using var ward = new Ward();
        await ward.AdmitAsync();

        var plant = () =>
            ward.Store.CommitAsync(
                Origin.Program("lab"),
                [
                    new Write(
                        new Flag
                        {
                            Id = DocumentProtection.SealOf("p1"),
                            Status = Flag.FlagStatus.Active,
                            Code = new("s", "c"),
                            Subject = new("Patient/p1"),
                        }
                    ),
                ]
            );

        await plant.Should().ThrowAsync<WriteRejectedException>();
        ward.Store.IsSealed("p1").Should().BeFalse();
    }

    [Theory]
    [InlineData("IMP", 2056)]
    [InlineData("AMB", 2041)]
    [InlineData(null, 2056)]
    public async Task A_signed_document_and_its_evidence_are_kept_for_their_years_and_then_until_a_command(
        string? visit,
        int year
    )
    {
        await using var ward = await Signed.WardAsync();
        if (visit is not null)
        {
            await ward.Store.CommitAsync(
                Origin.Program("his"),
                [
                    new Write(
                        new Encounter
                        {
                            Id = "e",
                            Status = Encounter.EncounterStatus.Finished,
                            Class = new("http://terminology.hl7.org/CodeSystem/v3-ActCode", visit),
                            Subject = new("Patient/p1"),
                        }
                    ),
                ]
            );
        }
        var id = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        var deletion = new DocumentDeletion(ward.Store);

        var early = () => deletion.DeleteAsync(id);
        (await early.Should().ThrowAsync<WriteRejectedException>())
            .Which.Reason.En.Should()
            .Contain($"kept until {year}-11-22");
        foreach (
            var (type, of) in new[]
            {
                ("Binary", $"{id}-pdf"),
                ("Provenance", $"{id}-signature"),
                ("Patient", "p1"),
                ("DiagnosticReport", id),
            }
        )
        {
            ward.Store.RetainedUntil(type, of)!.Value.Year.Should().Be(year, type);
        }

        var evidence = () =>
            ward.Store.CommitAsync(Origin.Product, [new Write(new Patient { Id = "p1" }, Delete: true)]);
        (await evidence.Should().ThrowAsync<WriteRejectedException>())
            .Which.Reason.Zh.Should()
            .Contain($"须保存至 {year}-11-22");

        ward.Clock.SetUtcNow(new DateTimeOffset(year, 12, 1, 0, 0, 0, TimeSpan.Zero));
        var outside = () =>
            ward.Store.CommitAsync(Origin.Program("his"), [new Write(new Patient { Id = "p1" }, Delete: true)]);
        (await outside.Should().ThrowAsync<WriteRejectedException>())
            .Which.Reason.En.Should()
            .Contain("delete-document");
        (await deletion.DeleteAsync(id)).Should().BeTrue();
        ward.Store.Read<DiagnosticReport>(id).Should().BeNull();
        (await deletion.DeleteAsync(id)).Should().BeFalse();
    }

    [Fact]
    public void Retention_is_a_setting_and_nonsense_counts_as_the_longer_period()
    {
        RetentionPeriods.Of(_ => null).Should().Be(new RetentionPeriods(30, 15));
        RetentionPeriods
            .Of(name => name == RetentionPeriods.OutpatientVariable ? "20" : "40")
            .Should()
            .Be(new RetentionPeriods(40, 20));
        RetentionPeriods.Of(_ => "0").Should().Be(new RetentionPeriods(30, 30));
    }

    [Fact]
    public async Task A_copy_set_holds_pdf_records_and_an_index_in_both_languages_with_the_hash_of_each_file()
    {
        await using var ward = await Signed.WardAsync();
        var signed = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        await new ChartSeals(ward.Store, ward.Clock).SealAsync("p1", "dispute", "root");
        using var memory = new MemoryStream();

        var files = await new CopySet(ward.Store, null, ward.Verifier, ward.Clock).WriteAsync("p1", memory);

        using var zip = new ZipArchive(memory);
        foreach (var file in files)
            Digest.Of(Bytes(zip, file.Path)).Should().Be(file.Sha256, file.Path);
        Bytes(zip, $"documents/{signed}.pdf").Should().Equal(ward.Signing.Pdf(signed));
        zip.GetEntry($"fhir/DiagnosticReport-{signed}.json").Should().NotBeNull();
        var html = Encoding.UTF8.GetString(Bytes(zip, "index.html"));
        html.Should().Contain("病历已封存 · Chart sealed").And.Contain("AI 起草，由吴敏、林文审核并签署");
        html.Should()
            .Contain("Drafted by AI, reviewed and signed by Dr Wu Min, Dr Lin Wen")
            .And.Contain("AI translation, not signed");
        Encoding.UTF8.GetString(Bytes(zip, "index.csv")).Should().Contain(Digest.Of(ward.Signing.Pdf(signed)!));
        zip.GetEntry("images.csv").Should().NotBeNull();
    }

    [Fact]
    public async Task The_index_of_a_copy_set_buried_the_signed_PDF_and_said_neither_hospital_nor_reason()
    {
        await using var ward = await Signed.WardAsync();
        var signed = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        using var memory = new MemoryStream();

        await new CopySet(ward.Store, null, ward.Verifier, ward.Clock)
        {
            TypeName = type => type == "Patient" ? new("患者", "Patient record") : new(type, type),
            Letterhead = new Letterhead(new("第一医院", "First Hospital"), null),
            Reason = "asked for by the patient <b>",
        }.WriteAsync("p1", memory);

        using var zip = new ZipArchive(memory);
        var html = Encoding.UTF8.GetString(Bytes(zip, "index.html"));
        var rows = html[html.IndexOf("<tbody>", StringComparison.Ordinal)..];
        rows.Should().StartWith($"<tbody><tr><td><a href=\"documents/{signed}.pdf\"");
        rows.Should().Contain("患者（Patient）<br>Patient record (Patient)");
        html.Should()
            .Contain("第一医院 · First Hospital")
            .And.Contain("制作理由 · Reason: asked for by the patient &lt;b&gt;");
    }

    [Theory]
    [InlineData("en", "Drafted by AI, reviewed and signed by Dr Wu Min, Dr Lin Wen")]
    [InlineData("zh", "AI 译文，未签署")]
    public async Task An_exported_copy_of_a_signed_document_says_whose_words_it_holds(string language, string says)
    {
        await using var ward = await Signed.WardAsync();
        var id = (await ward.SignAsync(await Signed.AcceptedAsync(ward))).Stored.Draft.Id;
        var stored = DraftResources.Load(ward.Store, id)!;
        var export = new DraftExport(ward.Printer, ward.Clock);

        foreach (var format in new[] { "md", "html", "json" })
        {
            var text = Encoding.UTF8.GetString(
                await export.ToAsync(format, stored, Chart.Load(ward.Store, "p1"), language)
            );
            text.Should().Contain(says).And.NotContain("Draft, not").And.NotContain("草稿，尚未");
        }
    }

    private static byte[] Bytes(ZipArchive zip, string path)
    {
        using var entry = zip.GetEntry(path)!.Open();
        using var memory = new MemoryStream();
        entry.CopyTo(memory);
        return memory.ToArray();
    }
}
