using System.CommandLine;
using System.Diagnostics;
using Xinglin.Records.Files;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Demo;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin demo</c>: a synthetic hospital, ready to click through.</summary>
public static class DemoVerb
{
    public static Command Build()
    {
        var data = new Option<string>("--data")
        {
            Description = "the folder of the demonstration's records",
            HelpName = "DIR",
            DefaultValueFactory = _ => Folders.DemonstrationData,
        };
        var port = new Option<int>("--port")
        {
            Description = "the loopback port; the next free one is taken if it is not free",
            DefaultValueFactory = _ => 8080,
        };
        var verb = new Command(
            "demo",
            "a hospital of synthetic patients, ready to click through: prints the address and passwords for this run\n\nexample: xinglin demo --port 8090"
        )
        {
            data,
            port,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var clock = Stopwatch.StartNew();
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                DemonstrationHospital.SetUp(folder);
                ZoneOption.Apply(parsed);
                using var reserved = ReservedPort.From(parsed.GetValue(port));
                var options = new ServerOptions(
                    folder,
                    Folders.Models,
                    reserved.Url,
                    Demonstration: true,
                    Reserved: reserved,
                    Audit: TrailOptions.Of(parsed),
                    Signature: SignatureSettings.Of(parsed)
                );
                await using var app = await WebHost.BuildAsync(options);
                app.Services.GetRequiredService<TemporaryFolder>().UseForProcess();
                var people = await DemonstrationHospital.PrepareAsync(app.Services, Terminal.Progress, cancel);
                await app.StartAsync(cancel);
                Terminal.Line();
                Terminal.Line("Xinglin: demonstration, all patients are synthetic");
                Terminal.Line("杏林：演示系统，患者均为合成");
                Terminal.Line($"Address   {options.Url}/");
                Terminal.Line($"User      {DemonstrationHospital.UserName}");
                Terminal.Line($"Password  {people[0].Password}   (for this run; the next start makes another)");
                Terminal.Line("Or sign in as 也可登录为:");
                foreach (var (person, password) in people.Skip(1))
                {
                    var roles = person.Roles.Select(role => $"{Roles.Name(role).En} {Roles.Name(role).Zh}");
                    var rank = person.Rank is null ? "" : ", reviews what others wrote 审核";
                    Terminal.Line($"          {person.UserName, -5} {password}   {string.Join(", ", roles)}{rank}");
                }
                Terminal.Line($"Ready in {clock.Elapsed.TotalSeconds:0.0} s. Ctrl-C stops it; the data stays.");
                await app.WaitForShutdownAsync(cancel);
                return ExitCode.Done;
            }
        );
        return verb.WithTrail().WithSignature().WithTimeZone();
    }
}
