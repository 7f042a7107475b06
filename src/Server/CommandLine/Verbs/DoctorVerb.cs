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
    public static Command Build()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var verb = new Command(
            "doctor",
            "check this machine, the models and the data folder\n\nexample: xinglin doctor"
        )
        {
            data,
            json,
        };
        verb.SetAction(
            (parsed, _) =>
            {
                DoctorCheck[] checks =
                [
                    DoctorCheck.Run("Torch", TorchVersion),
                    DoctorCheck.Run("Chromium", Chromium),
                    DoctorCheck.Run("Chinese font", ChineseFont),
                    .. Directory.Exists(Folders.Models)
                        ? Models()
                        : [new DoctorCheck("models", false, $"no folder {Folders.Models}")],
                    .. new DataChecks(
                        Path.GetFullPath(parsed.GetValue(data)!),
                        TrailOptions.Of(parsed),
                        TransportSettings.CertificateOf(parsed),
                        TimeProvider.System
                    ).All(),
                ];
                if (parsed.GetValue(json))
                {
                    Terminal.Json(checks);
                }
                else
                {
                    foreach (var check in checks)
                    {
                        Terminal.Line(
                            $"{(check.Note ? "note" : check.Ok ? "ok  " : "FAIL")}  {check.Name}: {check.Says}"
                        );
                    }
                }

                return Task.FromResult(checks.All(check => check.Ok) ? ExitCode.Done : ExitCode.Failed);
            }
        );
        return verb.WithCertificate().WithTrail();
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

    private static IEnumerable<DoctorCheck> Models() =>
        Directory
            .EnumerateFiles(Folders.Models, "model.json", SearchOption.AllDirectories)
            .Select(Path.GetDirectoryName)
            .Order(StringComparer.Ordinal)
            .Select(folder =>
                DoctorCheck.Run(
                    $"model {Path.GetRelativePath(Folders.Models, folder!)}",
                    () => $"whole, {Checkpoint.Load(folder!).Weights.Count} arrays"
                )
            );
}
