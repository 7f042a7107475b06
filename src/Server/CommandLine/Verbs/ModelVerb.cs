using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Xinglin.Records.Audit;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Hosting;
using Xinglin.Server.ModelUse;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin model list|promote</c>: which models may show anything on a ward.</summary>
public static class ModelVerb
{
    public static Command Build() =>
        new("model", "list the models and whether they are in use, or enter two persons' decision on one")
        {
            BuildList(),
            BuildPromote(),
        };

    private static Option<string> Models() =>
        new("--models")
        {
            Description = "the folder of the models",
            HelpName = "DIR",
            DefaultValueFactory = _ => Folders.Models,
        };

    private static Command BuildList()
    {
        var (data, models, json) = (CommonOptions.Data(), Models(), CommonOptions.Json());
        var verb = new Command("list", "list the models\n\nexample: xinglin model list") { data, models, json };
        verb.SetAction(
            async (parsed, _) =>
            {
                await using var records = await OpenRecords.AtAsync(
                    parsed.GetValue(data)!,
                    TrailOptions.Of(parsed),
                    new Access(AuditActor.Command("model list"), AuditActions.Command, "model list")
                );
                var all = ModelPromotions
                    .Applications.Select(Promotions(records, parsed.GetValue(models)!).Find)
                    .OfType<ModelInUse>()
                    .ToList();
                if (parsed.GetValue(json))
                    Terminal.Json(all);
                else
                    all.ForEach(one => Terminal.Line($"{one.Name} {one.Version}  {State(one)}"));
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static Command BuildPromote()
    {
        var name = new Argument<string>("MODEL") { Description = string.Join(", ", ModelPromotions.Applications) };
        var administrator = Person("--administrator", "the account that answers for the installation");
        var owner = Person("--clinical-owner", "the clinician's account that answers for its clinical use");
        var reason = new Option<string>("--reason")
        {
            Description = "what both decisions rest on",
            HelpName = "WORDS",
            Required = true,
        };
        var (data, models) = (CommonOptions.Data(), Models());
        var verb = new Command(
            "promote",
            "put a model to use: the decision of two persons, as the machine's administrator enters it\n\nexample: xinglin model promote pneumonia --administrator wu --clinical-owner lin --reason \"minutes of 12 May\""
        )
        {
            name,
            administrator,
            owner,
            reason,
            data,
            models,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                var one = await AccountAsync(folder, parsed, administrator, Roles.Administrator);
                var other = await AccountAsync(folder, parsed, owner, Roles.Clinician);
                if (one is null || other is null)
                    return ExitCode.Failed;
                var actor = AuditActor.Command("model promote");
                await using var records = await OpenRecords.AtAsync(
                    folder,
                    TrailOptions.Of(parsed),
                    new Access(actor, AuditActions.Command, "model promote")
                );
                var promotions = Promotions(records, parsed.GetValue(models)!);
                foreach (
                    var (part, who) in new[]
                    {
                        (PromotionPart.Administrator, one),
                        (PromotionPart.ClinicalOwner, other),
                    }
                )
                {
                    var rejected = await promotions.EnterAsync(
                        parsed.GetValue(name)!,
                        part,
                        actor,
                        new(who.Id, who.NameEn, TimeProvider.System.GetUtcNow(), parsed.GetValue(reason)!.Trim())
                    );
                    if (rejected is not null)
                    {
                        Terminal.Fault(rejected.En);
                        return ExitCode.Failed;
                    }
                }
                Terminal.Line($"{parsed.GetValue(name)}  {State(promotions.Find(parsed.GetValue(name)!)!)}");
                return ExitCode.Done;
            }
        );
        return verb.WithTrail();
    }

    private static Option<string> Person(string name, string says) =>
        new(name)
        {
            Description = says,
            HelpName = "USER",
            Required = true,
        };

    private static ModelPromotions Promotions(OpenRecords records, string models) =>
        new(Path.GetFullPath(models), records.Store, records.Accesses, TimeProvider.System);

    private static string State(ModelInUse model) =>
        model switch
        {
            { IsInUse: true, Demonstration: true } => "in use for the demonstration only",
            { IsInUse: true } => $"in use: {model.Administrator!.Name} and {model.ClinicalOwner!.Name}",
            _ => "candidate: shows nothing on a ward",
        };

    private static async Task<Account?> AccountAsync(
        string folder,
        ParseResult parsed,
        Option<string> option,
        string role
    )
    {
        await using var services = AccountServices.Open(folder, TrailOptions.Of(parsed));
        await services.PrepareAccountsAsync();
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByNameAsync(parsed.GetValue(option)!);
        if (account is not null && await users.IsInRoleAsync(account, role))
            return account;
        Terminal.Fault($"{option.Name}: there is no account '{parsed.GetValue(option)}' with the role {role}.");
        return null;
    }
}
