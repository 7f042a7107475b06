using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Xinglin.Analysis;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Storage.Trail;
using Xinglin.Records.Tasks;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.ModelUse;

/// <summary>
/// Which models may show anything on a ward: a model that is only there is a candidate, and answers nothing until an administrator
/// and a clinical owner, two persons, have put that version of it to use. The one place that every door asks. Thread-safe.
/// </summary>
public sealed class ModelPromotions(string modelsFolder, FhirStore store, AccessTrail trail, TimeProvider clock)
{
    private const string ContentType = "application/vnd.xinglin.model-use+json";
    private const string Prefix = ReservedIds.Model + "use-";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The models of this program's applications.</summary>
    public static readonly IReadOnlyList<string> Applications = ["heart-disease", "home-forecast", "pneumonia"];

    /// <summary>True for a change of what is in use: work that waited can go on.</summary>
    public static bool Concerns(RecordChange change) =>
        change.Type == "Binary" && change.Id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The model of an application's work.</summary>
    public static string ModelOf(TaskType kind) =>
        kind switch
        {
            TaskType.Diagnosis => "heart-disease",
            TaskType.Forecast => "home-forecast",
            _ => "pneumonia",
        };

    /// <summary>A model is there and nobody has put it to use: its work waits. Where there is none at all, the work says so itself.</summary>
    public bool IsHeldBack(string name) => Candidate(name) is { } candidate && !Of(candidate).IsInUse;

    /// <summary>In use for the demonstration's synthetic patients: what it says carries that mark.</summary>
    public bool IsDemonstration(string name) =>
        Candidate(name) is { } candidate && Of(candidate) is { IsInUse: true, Demonstration: true };

    /// <summary>What was decided of the newest version of a model; null when it is no model of an application, or is not there.</summary>
    public ModelInUse? Find(string name) => Candidate(name) is { } candidate ? Of(candidate) : null;

    /// <summary>Whether the person may decide in that capacity.</summary>
    public static bool May(ClaimsPrincipal person, PromotionPart part) =>
        person.Identity?.IsAuthenticated == true
        && Permissions.Allows(
            person,
            part == PromotionPart.Administrator ? Permissions.PutModelToUse : Permissions.OwnModel
        );

    /// <summary>A person puts a model to use in one capacity; with both, by two persons, it is in use.</summary>
    /// <returns>Why it was rejected; null when it was recorded.</returns>
    public async Task<BilingualText?> ApproveAsync(
        string name,
        PromotionPart part,
        ClaimsPrincipal person,
        string personName,
        string reason
    )
    {
        if (!May(person, part))
            return PromotionWords.NotAllowed;
        return await DecideAsync(
            name,
            Callers.ActorOf(person),
            Origin.Person(Callers.AccountOf(person)),
            new(Callers.AccountOf(person), personName, clock.GetUtcNow(), reason.Trim()),
            part
        );
    }

    /// <summary>The decisions of two accounts, as the machine's administrator enters them on the command line.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public Task<BilingualText?> EnterAsync(
        string name,
        PromotionPart part,
        AuditActor actor,
        PromotionDecision decision
    ) => DecideAsync(name, actor, Origin.Product, decision, part);

    /// <summary>Either of the two takes a model out of use, at once.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public async Task<BilingualText?> WithdrawAsync(
        string name,
        ClaimsPrincipal person,
        string personName,
        string reason
    )
    {
        if (!May(person, PromotionPart.Administrator) && !May(person, PromotionPart.ClinicalOwner))
            return PromotionWords.NotAllowed;
        if (string.IsNullOrWhiteSpace(reason))
            return PromotionWords.NeedsReason;
        if (Find(name) is not { } known)
            return PromotionWords.NoSuchModel;
        var decision = new PromotionDecision(Callers.AccountOf(person), personName, clock.GetUtcNow(), reason.Trim());
        await StoreAsync(
            known with
            {
                Withdrawn = decision,
            },
            Callers.ActorOf(person),
            Origin.Person(decision.Account),
            "withdrawn",
            decision
        );
        return null;
    }

    /// <summary>The demonstration puts every shipped model to use for its synthetic patients, visibly so.</summary>
    public async Task PromoteForDemonstrationAsync()
    {
        foreach (var name in Applications)
        {
            if (Candidate(name) is not { } candidate || Of(candidate).IsInUse)
                continue;
            PromotionDecision By(string who) =>
                new(who, who, clock.GetUtcNow(), "synthetic patients of the demonstration");
            var use = new ModelInUse(
                candidate.Name,
                candidate.Version,
                candidate.Digest,
                By("demonstration administrator"),
                By("demonstration clinical owner"),
                null,
                Demonstration: true
            );
            await StoreAsync(use, AuditActor.Command("demo"), Origin.Product, "demonstration", use.Administrator!);
        }
    }

    private async Task<BilingualText?> DecideAsync(
        string name,
        AuditActor actor,
        Origin origin,
        PromotionDecision decision,
        PromotionPart part
    )
    {
        if (decision.Reason.Length == 0)
            return PromotionWords.NeedsReason;
        if (Find(name) is not { } known)
            return PromotionWords.NoSuchModel;
        // What the demonstration decided, and what was taken out of use, is decided anew by both.
        var before =
            known.Demonstration || known.Withdrawn is not null
                ? known with
                {
                    Administrator = null,
                    ClinicalOwner = null,
                    Withdrawn = null,
                    Demonstration = false,
                }
                : known;
        var other = part == PromotionPart.Administrator ? before.ClinicalOwner : before.Administrator;
        if (other?.Account == decision.Account)
            return PromotionWords.TwoPersons;
        var after =
            part == PromotionPart.Administrator
                ? before with
                {
                    Administrator = decision,
                }
                : before with
                {
                    ClinicalOwner = decision,
                };
        await StoreAsync(after, actor, origin, part.ToString(), decision);
        return null;
    }

    // Nothing is decided that the audit trail does not have.
    private async Task StoreAsync(
        ModelInUse use,
        AuditActor actor,
        Origin origin,
        string what,
        PromotionDecision decision
    )
    {
        await trail.RecordAsync(
            new(actor, AuditActions.ModelPromotion, $"model {use.Name} {use.Version}: {what}")
            {
                Items = [$"sha256 {use.Digest[..16]}", $"Account {decision.Account}"],
                Reason = decision.Reason.Length > 200 ? decision.Reason[..200] : decision.Reason,
            }
        );
        var kept = new Binary
        {
            Id = IdOf(use.Name, use.Version),
            ContentType = ContentType,
            Data = JsonSerializer.SerializeToUtf8Bytes(use, Json),
        };
        await store.CommitAsync(origin, [new Write(kept)]);
    }

    private ModelInUse Of(ModelInUse candidate)
    {
        if (
            store.Read<Binary>(IdOf(candidate.Name, candidate.Version))
                is not { ContentType: ContentType, Data: { } data } kept
            || !kept.IsOwn()
        )
        {
            return candidate;
        }
        try
        {
            return JsonSerializer.Deserialize<ModelInUse>(data, Json) is { } known && known.Digest == candidate.Digest
                ? known
                : candidate;
        }
        catch (JsonException)
        {
            return candidate;
        }
    }

    private ModelInUse? Candidate(string name)
    {
        if (!Applications.Contains(name))
            return null;
        var folder = AnalysisModule.Newest(modelsFolder, name);
        try
        {
            var document = Checkpoint.LoadDocument(folder);
            return new(
                name,
                Path.GetFileName(folder),
                (string?)document["document_sha256"] ?? "",
                null,
                null,
                null,
                Demonstration: false
            );
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static string IdOf(string name, string version) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{version}")))[..32];
}
