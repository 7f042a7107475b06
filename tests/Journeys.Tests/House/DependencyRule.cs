using System.Xml.Linq;

namespace Xinglin.Journeys.Tests.House;

/// <summary>Who may reference whom (docs/decisions/0011): only projects to the left, each named.</summary>
public static class DependencyRule
{
    /// <summary>The projects in the order of the line; each may reference those before it, except as <see cref="Never"/> says.</summary>
    public static readonly IReadOnlyList<string> Line =
    [
        "Terminology",
        "Formats",
        "Dicom",
        "Records",
        "Exchange",
        "Learning",
        "Analysis",
        "Reports",
        "Synthesis",
        "Server",
    ];

    /// <summary>What a project may not reference although it is to its left.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Never = new Dictionary<string, string[]>
    {
        // Standards and files know no patient, and learning knows arrays and tables only.
        ["Dicom"] = ["Terminology", "Formats"],
        ["Learning"] = ["Records", "Exchange"],
        ["Analysis"] = ["Exchange"],
        ["Reports"] = ["Exchange"],
        ["Synthesis"] = ["Exchange", "Reports"],
    };

    /// <summary>What a project may reference.</summary>
    public static IReadOnlyList<string> Allowed(string project) =>
        [
            .. Line.TakeWhile(name => name != project)
                .Where(name => !Never.TryGetValue(project, out var never) || !never.Contains(name)),
        ];

    /// <summary>Packages that would bring a web server, a database or FHIR where arrays and tables belong.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> ForbiddenPackages = new Dictionary<string, string[]>
    {
        ["Terminology"] = [""],
        ["Formats"] =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Data.Sqlite",
            "Hl7.",
            "TorchSharp",
            "Microsoft.Orleans",
        ],
        ["Dicom"] =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Data.Sqlite",
            "Hl7.",
            "TorchSharp",
            "Microsoft.Orleans",
        ],
        ["Records"] = ["TorchSharp", "LightGBM", "Microsoft.Orleans"],
        ["Exchange"] = ["TorchSharp", "LightGBM", "Microsoft.Orleans"],
        ["Learning"] =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Data.Sqlite",
            "Hl7.",
            "Microsoft.Orleans",
        ],
        ["Analysis"] = ["Microsoft.Orleans", "SkiaSharp"],
        ["Reports"] = ["TorchSharp", "LightGBM", "libtorch", "Microsoft.Orleans"],
        ["Synthesis"] = ["Microsoft.AspNetCore", "Microsoft.Orleans"],
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
        if (!Line.Contains(project))
        {
            yield return $"{project} is not one of the ten projects.";
            yield break;
        }
        var document = XDocument.Load(file);
        foreach (
            var target in Named(document, "ProjectReference")
                .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
        )
        {
            if (!Allowed(project).Contains(target))
                yield return $"{project} may not reference {target}.";
        }

        foreach (var package in Named(document, "PackageReference").Concat(Named(document, "FrameworkReference")))
        {
            if (ForbiddenPackages[project].Any(package.StartsWith))
                yield return $"{project} may not use the package {package}.";
        }
    }

    private static IEnumerable<string> Named(XDocument document, string element) =>
        document.Descendants(element).Select(reference => (string?)reference.Attribute("Include") ?? "");
}
