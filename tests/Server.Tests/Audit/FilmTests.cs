using System.Net;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Audit;

/// <summary>A film is read under its patient's name, whatever somebody makes of its study.</summary>
public sealed class FilmTests(TrailServer server) : IClassFixture<TrailServer>
{
    [Fact]
    public async Task A_film_is_recorded_under_its_patient_though_the_study_no_longer_names_it()
    {
        var report = await server
            .Services.GetRequiredService<Importer>()
            .ImportAsync(
                Origin.Command("test"),
                [new ImportSource("film.dcm", () => new MemoryStream(SmallFilm.Of("seed 1")))]
            );
        var patient = report.Patients.Should().ContainSingle().Which;
        var study = server.Store.ByPatient<ImagingStudy>(patient).Single();
        var sop = study.Series[0].Instance[0].Uid!;
        (await EntryOfAsync(sop)).Patients.Should().Equal(patient);

        // Anybody with a token could do this, and then read the film under nobody's or another's name.
        var series = study.Series;
        study.Series = [];
        await Refused(new Write(study));
        await Refused(
            new Write(
                new ImagingStudy
                {
                    Id = "aaa",
                    Status = study.Status,
                    Subject = new("Patient/p1"),
                    Series = series,
                }
            )
        );
        (await EntryOfAsync(sop)).Patients.Should().Equal(patient);
    }

    private async Task Refused(Write write)
    {
        var commit = () => server.Store.CommitAsync(Origin.Program("t"), [write]);
        await commit.Should().ThrowAsync<WriteRejectedException>();
    }

    private async Task<AuditEntry> EntryOfAsync(string sop)
    {
        using var program = server.Program();
        var entries = await server.DuringAsync(async () =>
            (await program.GetAsync($"/files/frames/{sop}/pixels")).StatusCode.Should().Be(HttpStatusCode.OK)
        );
        return entries.Single(entry => entry.Action == AuditActions.Film);
    }
}
