using System.Net;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Review;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Audit;

/// <summary>Who has seen a film is told by pixels that were delivered, and a film that is lost says so.</summary>
public sealed class SeenFilmTests(TrailServer server) : IClassFixture<TrailServer>
{
    [Fact]
    public async Task A_missing_film_counted_as_seen_because_its_page_was_opened()
    {
        var (patient, study, sop, file) = await FilmAsync("seed missing");
        var seen = server.Services.GetRequiredService<StudyOpened>();
        var (client, _) = await server.SignInAsync("lin", server.Password);
        using var signedIn = client;
        var user = await UserAsync(client);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);

        (await client.GetAsync($"/studies/{study}")).StatusCode.Should().Be(HttpStatusCode.OK);
        var answer = await client.GetAsync($"/files/frames/{sop}/pixels");
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("film-missing");
        seen(user, study, patient, sop).Should().BeFalse("a page was opened, and no pixel came");

        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await client.GetAsync($"/files/frames/{sop}");
        await client.GetAsync($"/files/frames/{sop}/thumbnail");
        seen(user, study, patient, sop).Should().BeFalse("a thumbnail is not the film");
        (await client.GetAsync($"/files/frames/{sop}/pixels")).StatusCode.Should().Be(HttpStatusCode.OK);
        seen(user, study, patient, "1.2.3.999").Should().BeFalse("it was another film of the study");
        seen("somebody else", study, patient, sop).Should().BeFalse();
        seen(user, study, patient, sop).Should().BeTrue();
        seen(user, study, patient, null).Should().BeTrue();
    }

    [Fact]
    public async Task A_film_changed_in_the_archive_was_shown_as_the_one_received()
    {
        var (patient, study, sop, file) = await FilmAsync("seed changed");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        var (client, _) = await server.SignInAsync("lin", server.Password);
        using var signedIn = client;

        foreach (var part in new[] { "", "/pixels", "/thumbnail" })
        {
            var answer = await client.GetAsync($"/files/frames/{sop}{part}");
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("\"damaged\"");
        }
        server
            .Services.GetRequiredService<StudyOpened>()(await UserAsync(client), study, patient, sop)
            .Should()
            .BeFalse();
    }

    [Fact]
    public async Task A_lost_film_was_a_broken_picture_without_a_mark_in_the_chart()
    {
        var (patient, _, sop, file) = await FilmAsync("seed chart");
        var (client, _) = await server.SignInAsync("lin", server.Password);
        using var signedIn = client;
        var image = $"/files/frames/{sop}/thumbnail";
        (await client.GetStringAsync($"/patients/{patient}?culture=en")).Should().Contain(image);
        File.Delete(file);

        (await client.GetStringAsync($"/patients/{patient}?culture=en"))
            .Should()
            .NotContain(image)
            .And.Contain("Film damaged or missing");
        WebUtility
            .HtmlDecode(await client.GetStringAsync($"/patients/{patient}?culture=zh-CN"))
            .Should()
            .Contain("影像损坏或缺失");
    }

    private async Task<string> UserAsync(HttpClient client)
    {
        var entries = await server.DuringAsync(() => client.GetAsync("/patients/p1"));
        return entries.First(entry => entry.Actor.Kind == "person").Actor.Id;
    }

    private async Task<(string Patient, string Study, string Sop, string File)> FilmAsync(string seed)
    {
        var report = await server
            .Services.GetRequiredService<Importer>()
            .ImportAsync(
                Origin.Command("test"),
                [new ImportSource("film.dcm", () => new MemoryStream(SmallFilm.Of(seed)))]
            );
        var patient = report.Patients.Should().ContainSingle().Which;
        var study = server
            .Store.ByPatient<ImagingStudy>(patient)
            .Single(one => one.Series[0].Instance[0].Uid == UidOf(seed));
        var sop = UidOf(seed);
        var name = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sop))
        );
        var file = Path.Combine(server.Folder, "dicom", name[..2], name[2..4], name + ".dcm");
        File.Exists(file).Should().BeTrue();
        return (patient, study.Id!, sop, file);
    }

    private static string UidOf(string seed)
    {
        using var stream = new MemoryStream(SmallFilm.Of(seed));
        return DicomFile.Read(stream).DataSet.GetString(Tags.SOPInstanceUID)!;
    }
}
