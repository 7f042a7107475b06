using Xinglin.Exchange.Import;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Documents;
using Xinglin.Server.Hosting;
using Xinglin.Server.ModelUse;
using Xinglin.Server.SignIn;
using Xinglin.Synthesis.Patients;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Demo;

/// <summary>Somebody to sign in as.</summary>
public sealed record DemonstrationPerson(string UserName, BilingualText Name, IReadOnlyList<string> Roles, Rank? Rank);

/// <summary>Fills an empty data folder with synthetic patients, through the same importer that real data takes.</summary>
public static class DemonstrationHospital
{
    public const string UserName = "lin";

    // The first is who signs in to try it. Two persons sign an imaging report: lin as its author, chen as its reviewer.
    private static readonly DemonstrationPerson[] People =
    [
        new(UserName, new("林医生", "Dr. Lin"), [Roles.Clinician, Roles.Informatics], null),
        new("chen", new("陈主治医师", "Dr. Chen"), [Roles.Clinician], Rank.Attending),
        new("wu", new("吴护士", "Nurse Wu"), [Roles.Nurse], null),
        new("he", new("何医生", "Dr. He"), [Roles.Clinician], null),
        new("sun", new("孙管理员", "Sun Li"), [Roles.Administrator], null),
        new("zhao", new("赵审计", "Zhao Min"), [Roles.Auditor], null),
    ];

    private const int Seed = 2026;
    private const int Patients = 26;

    /// <summary>Gives a new demonstration its name and the zone of its readings; what somebody set stays.</summary>
    public static void SetUp(string dataFolder)
    {
        DataFolder.Prepare(dataFolder);
        if (File.Exists(Path.Combine(dataFolder, HospitalSettings.FileName)))
            return;
        new HospitalSettings
        {
            NameZh = "杏林示范医院",
            NameEn = "Xinglin Demonstration Hospital",
            HeadZh = "演示用，患者均为合成",
            HeadEn = "For demonstration: all patients are synthetic",
            TimeZone = "Asia/Shanghai",
        }.Save(dataFolder);
    }

    /// <summary>Makes the patients if there are none, and everybody's password for this run.</summary>
    public static async Task<IReadOnlyList<(DemonstrationPerson Person, string Password)>> PrepareAsync(
        IServiceProvider services,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        await using var scope = services.CreateAsyncScope();
        var store = services.GetRequiredService<FhirStore>();
        if (store.Search(new SearchRequest("Patient", [], Count: 0)).Total < Patients)
        {
            progress("making the synthetic patients and their films …");
            await FillAsync(services, cancel);
        }
        await services.GetRequiredService<ModelPromotions>().PromoteForDemonstrationAsync();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var made = new List<(DemonstrationPerson, string)>();
        foreach (var person in People)
            made.Add((person, await PasswordAsync(accounts, person)));
        await DemonstrationUnits.PrepareAsync(scope.ServiceProvider);
        return made;
    }

    private static async Task<string> PasswordAsync(Accounts accounts, DemonstrationPerson person)
    {
        if (!await accounts.ExistsAsync(person.UserName))
        {
            return await accounts.AddAsync(person.UserName, person.Name.Zh, person.Name.En, person.Roles, person.Rank);
        }
        // An older demonstration's account had other roles.
        await accounts.ChangeRolesAsync(person.UserName, person.Roles, person.Rank);
        return await accounts.ResetAsync(person.UserName);
    }

    private static async Task FillAsync(IServiceProvider services, CancellationToken cancel)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var folder = Path.Combine(services.GetRequiredService<ServerOptions>().DataFolder, "synthetic");
        await PatientSynthesis.Run(folder, Patients, Seed, clock.GetUtcNow(), ct: cancel, truth: folder + "-truth");
        await services
            .GetRequiredService<AccessTrail>()
            .RecordAsync(new(AuditActor.Command("demo"), AuditActions.Import, "synthetic patients"));
        var report = await services
            .GetRequiredService<Importer>()
            .ImportAsync(Origin.Command("demo"), ImportSource.FromPath(folder), cancel);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "import-report.json"),
            System.Text.Json.JsonSerializer.Serialize(report),
            cancel
        );
    }
}
