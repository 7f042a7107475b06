using System.CommandLine;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Tests.Pages;

namespace Xinglin.Server.Tests.Guides;

/// <summary>The example of docs/guides/adding-a-command.md.</summary>
public sealed class AddingAVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-count-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_verb_opens_the_records_and_ends_well()
    {
        await using (var store = FhirStore.Open(_folder, TimeProvider.System))
            await store.CommitAsync(Origin.Product, [new Write(Store.Person("p"))]);

        var code = await new RootCommand { CountVerb.Build() }
            .Parse(["count", "--data", _folder])
            .InvokeAsync();

        code.Should().Be(ExitCode.Done);
    }

    [Fact]
    public void An_option_that_it_does_not_have_is_refused() =>
        new RootCommand { CountVerb.Build() }
            .Parse(["count", "--beds"])
            .Errors.Should()
            .NotBeEmpty();
}
