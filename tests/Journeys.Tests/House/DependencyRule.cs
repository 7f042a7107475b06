using System.Xml.Linq;

namespace Xinglin.Journeys.Tests.House;

/// <summary>Who may reference whom (docs/decisions/0001): only projects to the left, each named.</summary>
public static class DependencyRule
{
    /// <summary>Each project with what it may reference at most, in the order of the line.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Dicom"] = [],
        ["Records"] = ["Dicom"],
        ["Learning"] = ["Dicom"],
        ["Analysis"] = ["Dicom", "Records", "Learning"],
        ["Reports"] = ["Dicom", "Records", "Learning", "Analysis"],
        ["Server"] = ["Dicom", "Records", "Learning", "Analysis", "Reports"],
    };

    /// <summary>Packages that would bring a web server, a database or FHIR where arrays and tables belong.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> ForbiddenPackages = new Dictionary<string, string[]>
    {
        ["Dicom"] =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Data.Sqlite",
            "Hl7.",
            "TorchSharp",
            "Microsoft.Orleans",
        ],
        ["Records"] = ["TorchSharp", "LightGBM", "Microsoft.Orleans", "MudBlazor"],
        ["Learning"] =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Data.Sqlite",
            "Hl7.",
            "Microsoft.Orleans",
        ],
        ["Analysis"] = ["Microsoft.Orleans", "MudBlazor", "SkiaSharp"],
        ["Reports"] = ["TorchSharp", "LightGBM", "libtorch", "Microsoft.Orleans", "MudBlazor"],
        ["Server"] = [],
    };

    /// <summary>Every breach in the project files under <paramref name="sourceFolder"/>; empty when the rule holds.</summary>
    public static IReadOnlyList<string> Breaches(string sourceFolder)
    {
        var files = Directory.GetFiles(sourceFolder, "*.csproj", SearchOption.AllDirectories);
        return [.. files.SelectMany(BreachesOf)];
    }

    private static IEnumerable<string> BreachesOf(string file)
    {
        var project = Path.GetFileNameWithoutExtension(file);
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            yield return $"{project} is not one of the six projects.";
            yield break;
        }
        var document = XDocument.Load(file);
        foreach (
            var target in Named(document, "ProjectReference")
                .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
        )
            if (!allowed.Contains(target))
                yield return $"{project} may not reference {target}.";
        foreach (var package in Named(document, "PackageReference").Concat(Named(document, "FrameworkReference")))
            if (ForbiddenPackages[project].Any(package.StartsWith))
                yield return $"{project} may not use the package {package}.";
    }

    private static IEnumerable<string> Named(XDocument document, string element) =>
        document.Descendants(element).Select(reference => (string?)reference.Attribute("Include") ?? "");
}
