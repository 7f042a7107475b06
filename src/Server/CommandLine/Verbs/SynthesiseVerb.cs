using System.CommandLine;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Synthesis.Patients;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin synthesise patients</c>: people who never lived, marked as such in every file.</summary>
public static class SynthesiseVerb
{
    public static Command Build() =>
        new("synthesise", "make synthetic data, marked as such")
        {
            BuildPatients(),
            SynthesiseReadings.Build(),
            SynthesiseImages.Build(),
            SynthesiseTable.Build(),
        };

    private static Command BuildPatients()
    {
        var count = new Option<int>("--count") { Description = "how many", DefaultValueFactory = _ => 24 };
        var seed = CommonOptions.Seed("the same seed gives the same patients");
        var output = new Option<string>("--out")
        {
            Description = "an empty or new folder",
            HelpName = "DIR",
            Required = true,
        };
        var now = new Option<DateTimeOffset?>("--now")
        {
            Description = "the moment the histories end at (default: now)",
        };
        var truth = new Option<string?>("--truth")
        {
            Description = "a folder for what is true of each film: labels, masks, cardiothoracic ratio",
            HelpName = "DIR",
        };
        var json = CommonOptions.Json();
        var verb = new Command(
            "patients",
            "FHIR Bundles and DICOM films of synthetic patients\n\nexample: xinglin synthesise patients --count 24 --seed 1 --out var/patients"
        )
        {
            count,
            seed,
            output,
            now,
            truth,
            json,
        };
        verb.SetAction(
            async (parsed, cancel) =>
            {
                if (parsed.GetValue(count) is < 1 or > 100_000)
                {
                    Terminal.Fault("--count: name a number from 1 to 100000.");
                    return ExitCode.WrongUsage;
                }
                var summary = await PatientSynthesis.Run(
                    Path.GetFullPath(parsed.GetValue(output)!),
                    parsed.GetValue(count),
                    parsed.GetValue(seed),
                    parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow(),
                    ct: cancel,
                    truth: parsed.GetValue(truth) is { } kept ? Path.GetFullPath(kept) : null
                );
                if (parsed.GetValue(json))
                {
                    Terminal.Json(summary);
                }
                else
                {
                    Terminal.Line(
                        $"{summary.Stories.Count} patients, {summary.Resources} resources, {summary.Films} films in {parsed.GetValue(output)}"
                    );
                }

                return ExitCode.Done;
            }
        );
        return verb;
    }
}
