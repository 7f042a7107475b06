using System.CommandLine;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Work;
using Xinglin.Server.Work.Trials;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin worker</c>: a process that carries out the trials of trainings.</summary>
public static class WorkerVerb
{
    public static Command Build()
    {
        var port = new Option<int>("--port")
        {
            Description = "the loopback port of this worker's silo; the next one is its gateway",
            HelpName = "PORT",
            DefaultValueFactory = _ => 11_200,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1024 or > 65_534)
                result.AddError("--port: name a port from 1024 to 65534.");
        });
        var join = new Option<int?>("--join")
        {
            Description = "the port of the first worker, to work next to it (default: this is the first)",
            HelpName = "PORT",
        };
        var verb = new Command(
            "worker",
            "run hyper-parameter trials for other processes, until stopped\n\nexample: xinglin worker --port 11200, then xinglin worker --port 11210 --join 11200, "
                + "then xinglin train tabular … --silos 11201,11211"
        )
        {
            port,
            join,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var ports = new SiloPorts(parsed.GetValue(port), parsed.GetValue(port) + 1);
                using var silo = TrialSilo.Build(ports, parsed.GetValue(join));
                await silo.StartAsync(cancel);
                Terminal.Line($"Gateway   {ports.Gateway}");
                await silo.WaitForShutdownAsync(cancel);
                return ExitCode.Done;
            }
        );
        return verb;
    }
}
