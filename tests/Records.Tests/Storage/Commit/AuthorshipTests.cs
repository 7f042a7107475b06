using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Tests.Fhir;

namespace Xinglin.Records.Tests.Storage.Commit;

/// <summary>Who made, checked or replaced what this server made is said by this server alone, in whatever form a program says it.</summary>
public sealed class AuthorshipTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(
                    new Observation
                    {
                        Id = "o1",
                        Status = ObservationStatus.Final,
                        Code = new() { Text = "x" },
                    }
                ),
                new Write(new Device { Id = "model-chest-1" }),
            ],
            TestContext.Current.CancellationToken
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(ClaimForms.Claims), MemberType = typeof(ClaimForms))]
    public async Task A_claim_about_a_signed_document_got_in_in_another_form(string form, string text)
    {
        var resource = FhirText.ParseJson(System.Text.Encoding.UTF8.GetBytes(text));

        using var answer = await _server.SendAsync("PUT", $"/fhir/{resource.TypeName}/f1", resource);

        ((int)answer.StatusCode).Should().Be(403, form);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Should()
            .Contain("made, checked, authenticated or replaced what this server made");
        var direct = () => _server.Store.CommitAsync(Origin.Program("t1"), [new Write(resource)]);
        await direct.Should().ThrowAsync<WriteRejectedException>();
    }

    [Theory]
    [MemberData(nameof(ModelForms.Performed), MemberType = typeof(ModelForms))]
    public async Task A_foreign_result_was_said_to_come_from_a_model_of_this_server(string form, string text)
    {
        var resource = FhirText.ParseJson(System.Text.Encoding.UTF8.GetBytes(text));

        using var answer = await _server.SendAsync("PUT", $"/fhir/{resource.TypeName}/f1", resource);

        ((int)answer.StatusCode).Should().Be(403, form);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Should()
            .Contain("names a model of this server");
    }

    [Theory]
    [MemberData(nameof(ModelForms.Mentions), MemberType = typeof(ModelForms))]
    public async Task A_mere_mention_is_stored(string form, string text)
    {
        var resource = FhirText.ParseJson(System.Text.Encoding.UTF8.GetBytes(text));

        using var answer = await _server.SendAsync("PUT", $"/fhir/{resource.TypeName}/f1", resource);

        ((int)answer.StatusCode).Should().Be(201, form);
    }

    [Fact]
    public async Task The_id_of_a_readers_impression_could_be_taken_by_anybody()
    {
        ClinicalImpression Planted(string id) =>
            new()
            {
                Id = id,
                Status = ClinicalImpression.ClinicalImpressionStatus.Completed,
                Subject = new("Patient/p1"),
            };
        var taken = Planted("impression-0123456789abcdef0123456789abcdef");
        using var refused = await _server.SendAsync("PUT", $"/fhir/ClinicalImpression/{taken.Id}", taken);
        ((int)refused.StatusCode).Should().Be(422);
        using var other = await _server.SendAsync(
            "PUT",
            "/fhir/ClinicalImpression/impression-7",
            Planted("impression-7")
        );
        ((int)other.StatusCode).Should().Be(201);
    }
}
