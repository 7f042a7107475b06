using System.CommandLine;
using Xinglin.Records.Files;
using Xinglin.Server.Administration;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Hosting;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin serve</c>: the server, empty, for real work.</summary>
public static class ServeVerb
{
    public static Command Build()
    {
        var data = CommonOptions.Data();
        var urls = new Option<string?>("--urls")
        {
            Description = "the address to listen on (default: loopback, port 8080 or the next free one)",
            HelpName = "URL",
        };
        var models = new Option<string>("--models")
        {
            Description = "the folder of the models",
            HelpName = "DIR",
            DefaultValueFactory = _ => Folders.Models,
        };
        var limit = new Option<int>("--upload-limit")
        {
            Description = "the largest upload, in MiB",
            HelpName = "MIB",
            DefaultValueFactory = _ => 512,
        };
        var rate = new Option<int>("--rate-limit")
        {
            Description = "the most requests of one account a second; 0 for no limit",
            HelpName = "N",
            DefaultValueFactory = _ => 5000,
        };
        var idle = CommonOptions.Duration(
            "--session-idle",
            "how long a person stays signed in without a click or a key",
            SessionLimits.Usual.Idle
        );
        var whole = CommonOptions.Duration(
            "--session-length",
            "how long a person stays signed in at the most",
            SessionLimits.Usual.Whole
        );
        var verb = new Command(
            "serve",
            "start the server, empty, for real work\n\nexample: xinglin serve --data /srv/xinglin --urls http://127.0.0.1:8080"
        )
        {
            data,
            urls,
            models,
            limit,
            rate,
            idle,
            whole,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                using var reserved = parsed.GetValue(urls) is null ? ReservedPort.From(8080) : null;
                var options = new ServerOptions(
                    Path.GetFullPath(parsed.GetValue(data)!),
                    Path.GetFullPath(parsed.GetValue(models)!),
                    parsed.GetValue(urls) ?? reserved!.Url,
                    Demonstration: false,
                    parsed.GetValue(limit) * 1024L * 1024,
                    reserved,
                    parsed.GetValue(rate),
                    Audit: TrailOptions.Of(parsed),
                    Sessions: new SessionLimits(parsed.GetValue(idle), parsed.GetValue(whole)),
                    Transport: TransportSettings.Of(parsed),
                    Signature: SignatureSettings.Of(parsed)
                );
                await using var app = await WebHost.BuildAsync(options);
                app.Services.GetRequiredService<TemporaryFolder>().UseForProcess();
                await app.StartAsync(cancel);
                Terminal.Line($"Address   {options.Url}/");
                Terminal.Line($"Data      {options.DataFolder}");
                if (await FirstRunPathAsync(app.Services) is { } path)
                {
                    Terminal.Line($"First administrator, by this link, once, within 24 hours 首位管理员请用此链接:");
                    Terminal.Line($"          {options.Url}{path}");
                }
                await app.WaitForShutdownAsync(cancel);
                return ExitCode.Done;
            }
        );
        return verb.WithTransport().WithTrail().WithSignature().WithTimeZone();
    }

    /// <summary>The way into a server that has no account; null where there is one.</summary>
    private static async Task<string?> FirstRunPathAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Accounts>().IsEmptyAsync()
            ? services.GetRequiredService<FirstRun>().Begin()
            : null;
    }
}
