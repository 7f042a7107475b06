using Hl7.Fhir.Model;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Tests.Running;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Tests.Pages;

/// <summary>The film next to a finding is the one that was read.</summary>
public sealed class FilmOfAReadingTests
{
    [Theory]
    [InlineData("1.2.3")]
    [InlineData(null)]
    public async Task A_film_that_came_after_the_reading_was_shown_beside_its_findings(string? named)
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Product,
            [new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }), new Write(Study("1.2.3"))]
        );
        await server.Store.CommitAsync(Origin.Product, PredictionResources.ToWrites(Reading(named)));
        await server.Store.CommitAsync(Origin.Product, [new Write(Study("1.2.66", "1.2.3"))]);

        var page = await server.PageAsync("/studies/s?culture=en");

        page.Should().Contain("SOP instance UID 1.2.3<").And.Contain("data-other>1.2.66<");
        page.Should().Contain("not part of this reading").And.NotContain("SOP instance UID 1.2.66");
        (await server.PageAsync("/studies/s?culture=zh-CN")).Should().Contain("不属于本次判读");
    }

    [Fact]
    public async Task Of_three_films_two_were_neither_shown_nor_named()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p", Name = [new HumanName { Text = "王秀英" }] }),
                new Write(Study("1.2.3", "1.2.4", "1.2.5")),
            ]
        );
        var reading = Reading("1.2.3");
        await server.Store.CommitAsync(
            Origin.Product,
            PredictionResources.ToWrites(
                reading with
                {
                    Context = reading.Context with
                    {
                        Films =
                        [
                            new(1, "1.2.3", "PA", FilmOutcomes.NotRead, new("太旧", "too old.")),
                            new(2, "1.2.4", "LL", FilmOutcomes.NotRead, new("侧位", "a lateral view.")),
                        ],
                    },
                }
            )
        );

        var page = await server.PageAsync("/studies/s?culture=en");

        page.Should().Contain("1 of 3").And.Contain("2 of 3 · LL").And.Contain("3 of 3");
        page.Should().Contain("data-page-key=\"]\"").And.Contain("data-page-key=\"[\"");
        page.Should().Contain("data-other>1.2.5<").And.NotContain("data-other>1.2.4<");
    }

    private static Prediction Reading(string? instance) =>
        new Prediction.CannotSay(
            new PredictionContext(
                "reading-1",
                PredictionKind.Imaging,
                "p",
                "ImagingStudy/s",
                new ModelReference("some-model", "1", new("模型", "Model"), new("人群", "Population"), []),
                TimeProvider.System.GetUtcNow(),
                false,
                instance
            ),
            [],
            CannotSayReasons.Unreadable,
            new("无法读取", "cannot be read")
        );

    private static ImagingStudy Study(params string[] instances) =>
        new()
        {
            Id = "s",
            Status = ImagingStudy.ImagingStudyStatus.Available,
            Subject = new ResourceReference("Patient/p"),
            Series =
            [
                new()
                {
                    Uid = "1.2.1",
                    Modality = new Coding(CodeSystems.DicomModality, "CR"),
                    Instance =
                    [
                        .. instances.Select(uid => new ImagingStudy.InstanceComponent
                        {
                            Uid = uid,
                            SopClass = new Coding(CodeSystems.Uri, "urn:oid:1.2.840.10008.5.1.4.1.1.1"),
                        }),
                    ],
                },
            ],
        };
}
