using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Tests.Fhir;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>What only this server writes down is not brought from outside, wherever it stands.</summary>
public sealed class OwnWordsTests : IAsyncDisposable
{
    private const string Base = CodeSystems.Base + "StructureDefinition/";
    private readonly TemporaryStore _temporary = new();

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Theory]
    [InlineData("seal-reason")]
    [InlineData("seal-by")]
    [InlineData("followed-by")]
    [InlineData("follows")]
    [InlineData("superseded-by")]
    [InlineData("preliminary-signature")]
    [InlineData("reviewed-by-human")]
    [InlineData("impression-of")]
    [InlineData("draft-says")]
    [InlineData("draft-reviewer")]
    [InlineData("damaged")]
    [InlineData("attempts")]
    [InlineData("one-that-comes-later")]
    public async Task A_program_said_in_the_words_of_this_server_that_a_chart_is_sealed_or_a_report_followed(
        string word
    )
    {
        Func<Extension> said = () => new Extension(Base + word, new FhirString("x"));
        var inside = new Patient { Id = "in" };
        inside.Extension.Add(said());
        Resource[] forms =
        [
            new Flag
            {
                Id = "f1",
                Status = Flag.FlagStatus.Active,
                Code = new("s", "c"),
                Subject = new("Patient/p"),
                Extension = [said()],
            },
            new DiagnosticReport
            {
                Id = "r1",
                Status = DiagnosticReport.DiagnosticReportStatus.Final,
                Code = new("s", "c"),
                ModifierExtension = [said()],
            },
            new Observation
            {
                Id = "o1",
                Status = ObservationStatus.Final,
                Code = new("s", "c") { Extension = [said()] },
            },
            new Observation
            {
                Id = "o2",
                Status = ObservationStatus.Final,
                Code = new("s", "c"),
                Contained = [inside],
            },
            new Basic
            {
                Id = "b1",
                Code = new("s", "c"),
                Meta = new Meta { Tag = [new Coding(Base + word, "damaged")] },
            },
        ];
        foreach (var form in forms)
        {
            var write = () => _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(form)]);
            (await write.Should().ThrowAsync<WriteRejectedException>($"{form.TypeName} {word}"))
                .Which.Reason.En.Should()
                .Contain(word);
        }
    }

    [Fact]
    public async Task Data_that_was_exported_with_words_of_this_server_comes_back()
    {
        var observation = new Observation
        {
            Id = "o1",
            Status = ObservationStatus.Final,
            Code = new("s", "c"),
            Extension = [new Extension(Labels.OriginalQuantity, new Quantity(1, "g/L"))],
        };

        await _temporary.Store.CommitAsync(Origin.Program("t"), [new Write(observation)]);

        _temporary.Store.Read<Observation>("o1")!.Extension.Should().ContainSingle();
    }
}
