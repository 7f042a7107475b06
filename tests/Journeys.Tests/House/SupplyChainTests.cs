using System.Text.Json.Nodes;

namespace Xinglin.Journeys.Tests.House;

/// <summary>What is shipped is locked, named and listed.</summary>
public sealed class SupplyChainTests
{
    /// <summary>Needed to build, not part of what is published (build/notice.mjs has the same list).</summary>
    private static readonly string[] BuildOnly =
    [
        "Microsoft.CodeAnalysis.BannedApiAnalyzers",
        "Microsoft.Orleans.Analyzers",
        "Microsoft.Orleans.CodeGenerator",
    ];

    [Fact]
    public void Each_project_has_a_lock_file() =>
        new[] { "src", "tests", "bench" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(Repository.Root, folder),
                    "*.csproj",
                    new EnumerationOptions { RecurseSubdirectories = true }
                )
            )
            .Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")))
            .Should()
            .BeEmpty();

    [Fact]
    public void Each_package_of_the_lock_files_has_a_hash() =>
        Locked("src").Where(package => package.Hash is null).Should().BeEmpty();

    [Fact]
    public void The_notice_names_each_package_of_the_program_with_its_version()
    {
        var notice = File.ReadLines(Path.Combine(Repository.Root, "NOTICE"))
            .Select(line => line.Split(" | "))
            .Where(parts => parts.Length == 3)
            .ToDictionary(parts => parts[0], parts => (Licence: parts[1], Copyright: parts[2]));
        Locked("src")
            .Select(package => $"{package.Name} {package.Version}")
            .Concat(Web())
            .Where(package => !notice.ContainsKey(package))
            .Should()
            .BeEmpty("node build/notice.mjs writes NOTICE");
        notice.Values.Should().OnlyContain(one => one.Licence != "" && one.Copyright != "");
    }

    [Fact]
    public void The_notice_names_nothing_that_is_not_there() =>
        File.ReadLines(Path.Combine(Repository.Root, "NOTICE"))
            .Where(line => line.Split(" | ").Length == 3 && !line.StartsWith("The published", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")[0])
            .Except(Locked("src").Select(package => $"{package.Name} {package.Version}").Concat(Web()))
            .Should()
            .BeEmpty("node build/notice.mjs writes NOTICE");

    [Fact]
    public void The_bill_of_materials_lists_each_package_that_is_published()
    {
        var listed = Components().Select(NameOf).ToHashSet();
        Published()
            .Where(package => !listed.Contains(package))
            .Should()
            .BeEmpty("node build/sbom.mjs writes docs/sbom.cdx.json");
    }

    [Fact]
    public void The_bill_of_materials_lists_nothing_that_is_not_there() =>
        Components()
            .Select(NameOf)
            .Except(Published())
            .Should()
            .BeEmpty("node build/sbom.mjs writes docs/sbom.cdx.json");

    [Fact]
    public void Each_component_of_the_bill_of_materials_has_a_licence() =>
        Components()
            .Where(component => component["licenses"] is not JsonArray { Count: > 0 })
            .Select(NameOf)
            .Should()
            .BeEmpty("node build/sbom.mjs writes docs/sbom.cdx.json");

    [Fact]
    public void Known_holes_are_asked_for_and_an_unreachable_source_stops_no_build()
    {
        var props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        props
            .Should()
            .Contain("<NuGetAudit>true</NuGetAudit>")
            .And.Contain("<NuGetAuditMode>all</NuGetAuditMode>")
            .And.Contain("<RestoreLockedMode Condition=\"'$(CI)' == 'true'\">true</RestoreLockedMode>")
            .And.MatchRegex("<WarningsNotAsErrors>[^<]*NU1900");
    }

    private static IEnumerable<JsonNode> Components() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "sbom.cdx.json")))!["components"]!
            .AsArray()
            .Select(component => component!);

    private static string NameOf(JsonNode component) => $"{component["name"]} {component["version"]}";

    private static IEnumerable<string> Published() =>
        Locked("src/Server")
            .Where(package => !BuildOnly.Contains(package.Name))
            // A part of the runtime, named by the web SDK; it is no package of ours.
            .Where(package => package.Name != "Microsoft.AspNetCore.App.Internal.Assets")
            .Select(package => $"{package.Name} {package.Version}")
            .Concat(Web());

    private static IEnumerable<(string Name, string Version, string? Hash)> Locked(string folder) =>
        Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, folder),
                "packages.lock.json",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }
            )
            .SelectMany(path => JsonNode.Parse(File.ReadAllText(path))!["dependencies"]!.AsObject())
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string?)package.Value!["type"] != "Project")
            .Select(package =>
                (package.Key, (string)package.Value!["resolved"]!, (string?)package.Value["contentHash"])
            )
            .Distinct();

    private static IEnumerable<string> Web() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src/Server/web/package-lock.json")))![
            "packages"
        ]!
            .AsObject()
            .Where(package => package.Key.Length > 0)
            .Where(package => package.Value!["dev"] is null && package.Value["optional"] is null)
            .Select(package => $"{package.Key.Split("node_modules/")[^1]} {package.Value!["version"]}");
}
