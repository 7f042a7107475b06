using System.IO.Compression;
using Hl7.Fhir.Model;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.CommandLine;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Tests.Pages;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.CommandLine;

/// <summary>What an administrator does with signed documents and charts, next to a running server.</summary>
public sealed class SealCommandTests
{
    [Fact]
    public async System.Threading.Tasks.Task Signatures_are_verified_charts_sealed_copied_and_unsealed_by_commands_with_their_reasons_in_the_trail()
    {
        await using var server = await RunningServer.StartAsync();
        var document = await DamageInItsPlaceTests.DraftAsync(server);
        await AlteredSignatureTests.SignAsync(server, document);
        var zip = Path.Combine(server.DataFolder, "..", "copies.zip");

        (await RunAsync(server, "verify-signatures", "--json")).Should().Be(ExitCode.Done);
        (await RunAsync(server, "seal", "p", "--reason", "dispute of 3 May", "--out", zip)).Should().Be(ExitCode.Done);
        (await RunAsync(server, "seal", "nobody", "--reason", "x")).Should().Be(ExitCode.Failed);
        (await RunAsync(server, "seal", "p", "--reason", " ")).Should().Be(ExitCode.WrongUsage);
        server.Store.IsSealed("p").Should().BeTrue();
        (await server.PageAsync("/patients/p?culture=en")).Should().Contain("Chart sealed");
        (await server.PageAsync("/patients/p?culture=zh-CN")).Should().Contain("病历已封存");
        (await RunAsync(server, "delete-document", document, "--reason", "x")).Should().Be(ExitCode.Failed);
        using (var copies = ZipFile.OpenRead(zip))
        {
            copies
                .Entries.Select(entry => entry.FullName)
                .Should()
                .Contain(["index.html", "index.csv", "images.csv", $"documents/{document}.pdf"]);
        }
        (await RunAsync(server, "unseal", "p", "--reason", "settled")).Should().Be(ExitCode.Done);
        (await RunAsync(server, "unseal", "p", "--reason", "settled")).Should().Be(ExitCode.Failed);
        server.Store.IsSealed("p").Should().BeFalse();

        var pdf = server.Store.Read<Binary>($"{document}-pdf")!;
        pdf.Data![pdf.Data.Length / 3] ^= 1;
        server.Damage("Binary", pdf.Id!, FhirText.ToJson(pdf));
        (await RunAsync(server, "verify-signatures")).Should().Be(ExitCode.Failed);
        (await RunAsync(server, "copy-set", "p", "--reason", "asked for", "--out", zip)).Should().Be(ExitCode.Failed);
        using (var copies = ZipFile.OpenRead(zip))
            copies.GetEntry($"documents/{document}.pdf").Should().BeNull();

        var entries = server.Services.GetRequiredService<AccessTrail>().Find(new(Count: 100)).Entries;
        entries.Should().Contain(entry => entry.Entity == "seal: p" && entry.Reason == "dispute of 3 May");
        entries.Should().Contain(entry => entry.Entity == "unseal: p" && entry.Reason == "settled");
        entries.Should().Contain(entry => entry.Entity == $"DiagnosticReport/{document}" && entry.Result == "altered");
    }

    private static System.Threading.Tasks.Task<int> RunAsync(RunningServer server, params string[] arguments) =>
        XinglinCommand.RunAsync([.. arguments, "--data", server.DataFolder]);
}
