using Microsoft.Extensions.DependencyInjection;
using Xinglin.Analysis.Diagnosis;
using Xinglin.Analysis.Forecast;
using Xinglin.Analysis.Imaging;

namespace Xinglin.Analysis;

/// <summary>The applications of the shipped models.</summary>
public static class AnalysisModule
{
    /// <summary>Registers the three applications; each loads its model on first use. Needs a <see cref="TimeProvider"/>.</summary>
    /// <param name="modelsFolder">The folder <c>models</c>; of each model the newest version is taken.</param>
    public static IServiceCollection AddAnalysis(this IServiceCollection services, string modelsFolder)
    {
        services.AddSingleton(s => new HeartDiseaseDiagnosis(
            Newest(modelsFolder, "heart-disease"),
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(s => new HomeForecast(
            Newest(modelsFolder, "home-forecast"),
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(s => new ChestFilm(
            Newest(modelsFolder, "pneumonia"),
            s.GetRequiredService<TimeProvider>()
        ));
        return services;
    }

    /// <summary>The folder of the newest version of a model; the bare model folder when there is none yet.</summary>
    public static string Newest(string modelsFolder, string name)
    {
        var folder = Path.Combine(modelsFolder, name);
        return !Directory.Exists(folder)
            ? folder
            : Directory
                .EnumerateDirectories(folder)
                .Where(d => Version.TryParse(Path.GetFileName(d), out _))
                .OrderByDescending(d => Version.Parse(Path.GetFileName(d)))
                .FirstOrDefault(folder);
    }
}
