using System.CommandLine;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Torch;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Server.Hosting;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin doctor</c>: does this machine have what the program needs?</summary>
public static class DoctorVerb
{
    private sealed record Check(string Name, bool Ok, string Says);

    public static Command Build()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command("doctor", "check this machine, the models and the records\n\nexample: xinglin doctor")
        {
            data,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
            {
                Check[] checks =
                [
                    Run("Torch", TorchVersion),
                    Run("Chromium", Chromium),
                    Run("Chinese font", ChineseFont),
                    .. Directory.Exists(Folders.Models)
                        ? Models()
                        : [new Check("models", false, $"no folder {Folders.Models}")],
                    Run("Records", () => Records(parsed.GetValue(data)!)),
                ];
                if (parsed.GetValue(json))
                {
                    Terminal.Json(checks);
                }
                else
                {
                    foreach (var check in checks)
                        Terminal.Line($"{(check.Ok ? "ok  " : "FAIL")}  {check.Name}: {check.Says}");
                }

                return Task.FromResult(checks.All(check => check.Ok) ? ExitCode.Done : ExitCode.Failed);
            }
        );
        return verb;
    }

    private static Check Run(string name, Func<string> check)
    {
        try
        {
            return new Check(name, true, check());
        }
        catch (Exception fault)
        {
            return new Check(name, false, fault.Message);
        }
    }

    private static string TorchVersion()
    {
        TorchRuntime.EnsureLoaded();
        return $"loaded, {Environment.ProcessorCount} processors";
    }

    private static string Chromium() =>
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("missing: without it no PDF can be printed. Run: apt-get install chromium");

    private static string ChineseFont() =>
        new[] { "/usr/share/fonts", "/usr/local/share/fonts" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(Path.GetFileName)
            .FirstOrDefault(name =>
                name!.Contains("CJK", StringComparison.Ordinal) || name.StartsWith("wqy", StringComparison.Ordinal)
            )
        ?? throw new FileNotFoundException(
            "missing: Chinese PDFs would show empty boxes. Run: apt-get install fonts-noto-cjk"
        );

    private static IEnumerable<Check> Models() =>
        Directory
            .EnumerateFiles(Folders.Models, "model.json", SearchOption.AllDirectories)
            .Select(Path.GetDirectoryName)
            .Order(StringComparer.Ordinal)
            .Select(folder =>
                Run(
                    $"model {Path.GetRelativePath(Folders.Models, folder!)}",
                    () => $"whole, {Checkpoint.Load(folder!).Weights.Count} arrays"
                )
            );

    private static string Records(string data)
    {
        if (!Directory.Exists(data))
            return "none yet";
        using var probe = File.Create(Path.Combine(data, $".doctor-{Guid.NewGuid():n}"), 1, FileOptions.DeleteOnClose);
        return "the folder can be written";
    }
}
