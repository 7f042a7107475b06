using System.Security.Claims;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Hosting;
using Xinglin.Server.ModelUse;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.ModelUse;

/// <summary>A shipped model shows nothing on a ward until an administrator and a clinical owner have put it to use.</summary>
public sealed class ModelPromotionTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-promotion-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private FhirStore _store = null!;
    private AccessTrail _trail = null!;

    public ValueTask InitializeAsync()
    {
        _store = FhirStore.Open(_folder, _clock);
        _trail = AccessTrail.Open(_folder, AuditOptions.Of(), _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _trail.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task One_person_alone_puts_no_model_to_use()
    {
        var promotions = Promotions();
        promotions.IsHeldBack("pneumonia").Should().BeTrue();
        var both = Person("a", Roles.Administrator, Roles.Clinician);

        (await promotions.ApproveAsync("pneumonia", PromotionPart.Administrator, both, "A", "checked"))
            .Should()
            .BeNull();
        promotions.IsHeldBack("pneumonia").Should().BeTrue();
        (await promotions.ApproveAsync("pneumonia", PromotionPart.ClinicalOwner, both, "A", "checked"))
            .Should()
            .Be(PromotionWords.TwoPersons);
        promotions.IsHeldBack("pneumonia").Should().BeTrue();
    }

    [Fact]
    public async Task Two_persons_put_a_model_to_use_and_it_stays_so_after_a_restart()
    {
        await BothAsync();
        Promotions().IsHeldBack("pneumonia").Should().BeFalse();
        Promotions().IsHeldBack("heart-disease").Should().BeTrue("each model is decided by itself");
        _trail.Find(new(Action: AuditActions.ModelPromotion)).Entries.Should().HaveCount(2);

        await _store.DisposeAsync();
        _store = FhirStore.Open(_folder, _clock);
        Promotions().IsHeldBack("pneumonia").Should().BeFalse();
        Promotions().Find("pneumonia")!.ClinicalOwner!.Name.Should().Be("B");
    }

    [Theory]
    [InlineData(PromotionPart.Administrator, Roles.Clinician)]
    [InlineData(PromotionPart.Administrator, Roles.Informatics)]
    [InlineData(PromotionPart.ClinicalOwner, Roles.Administrator)]
    [InlineData(PromotionPart.ClinicalOwner, Roles.Auditor)]
    public async Task Who_has_not_the_role_decides_nothing(PromotionPart part, string role) =>
        (await Promotions().ApproveAsync("pneumonia", part, Person("x", role), "X", "checked"))
            .Should()
            .Be(PromotionWords.NotAllowed);

    [Fact]
    public async Task A_program_s_token_decides_nothing()
    {
        var program = Person("x", Roles.Administrator);
        ((ClaimsIdentity)program.Identity!).AddClaim(new Claim(Callers.ProgramClaim, "token"));
        (await Promotions().ApproveAsync("pneumonia", PromotionPart.Administrator, program, "X", "checked"))
            .Should()
            .Be(PromotionWords.NotAllowed);
    }

    [Fact]
    public async Task What_is_taken_out_of_use_is_decided_anew_by_both()
    {
        await BothAsync();
        var owner = Person("b", Roles.Clinician);
        (await Promotions().WithdrawAsync("pneumonia", owner, "B", "")).Should().Be(PromotionWords.NeedsReason);
        (await Promotions().WithdrawAsync("pneumonia", owner, "B", "missed two")).Should().BeNull();
        Promotions().IsHeldBack("pneumonia").Should().BeTrue();

        await Promotions().ApproveAsync("pneumonia", PromotionPart.ClinicalOwner, owner, "B", "mended");
        Promotions().IsHeldBack("pneumonia").Should().BeTrue();
    }

    [Fact]
    public async Task A_model_that_was_changed_after_the_decision_is_a_candidate_again()
    {
        var models = Path.Combine(_folder, "models");
        Copy(Path.Combine(Folders.Models, "pneumonia"), Path.Combine(models, "pneumonia"));
        await BothAsync(models);
        Promotions(models).IsHeldBack("pneumonia").Should().BeFalse();

        var changed = Directory.EnumerateDirectories(Path.Combine(models, "pneumonia")).Single();
        var checkpoint = Learning.Checkpoints.Checkpoint.Load(changed);
        checkpoint.Document["limits"]!["ages"] = new System.Text.Json.Nodes.JsonArray();
        Learning.Checkpoints.Checkpoint.Save(changed, checkpoint.Document, checkpoint.Weights, checkpoint.Card);

        Promotions(models).IsHeldBack("pneumonia").Should().BeTrue();
    }

    [Fact]
    public async Task What_the_demonstration_put_to_use_is_marked_so()
    {
        await Promotions().PromoteForDemonstrationAsync();

        ModelPromotions.Applications.Should().OnlyContain(name => !Promotions().IsHeldBack(name));
        ModelPromotions.Applications.Should().OnlyContain(name => Promotions().IsDemonstration(name));
    }

    private async Task BothAsync(string? models = null)
    {
        var promotions = Promotions(models);
        await promotions.ApproveAsync(
            "pneumonia",
            PromotionPart.Administrator,
            Person("a", Roles.Administrator),
            "A",
            "installed"
        );
        await promotions.ApproveAsync(
            "pneumonia",
            PromotionPart.ClinicalOwner,
            Person("b", Roles.Clinician),
            "B",
            "measured here"
        );
    }

    private ModelPromotions Promotions(string? models = null) => new(models ?? Folders.Models, _store, _trail, _clock);

    private static ClaimsPrincipal Person(string id, params string[] roles) =>
        new(
            new ClaimsIdentity(
                roles.Select(role => new Claim(ClaimTypes.Role, role)).Append(new(ClaimTypes.NameIdentifier, id)),
                "test"
            )
        );

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
