namespace Xinglin.Journeys.Tests.House;

public sealed class DependencyRuleTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void Each_project_references_only_projects_to_its_left() =>
        DependencyRule.Breaches(Source).Should().BeEmpty();

    [Fact]
    public void The_rule_looks_at_all_ten_projects() =>
        Directory
            .GetFiles(Source, "*.csproj", SearchOption.AllDirectories)
            .Should()
            .HaveCount(DependencyRule.Line.Count);

    [Fact]
    public void Transitive_references_are_switched_off_for_the_whole_house() =>
        File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Should()
            .Contain("<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>");

    [Theory]
    [InlineData(
        "Learning",
        "<ProjectReference Include=\"../Records/Records.csproj\" />",
        "Learning may not reference Records."
    )]
    [InlineData(
        "Dicom",
        "<ProjectReference Include=\"..\\Server\\Server.csproj\" />",
        "Dicom may not reference Server."
    )]
    [InlineData(
        "Learning",
        "<PackageReference Include=\"Hl7.Fhir.R4\" />",
        "Learning may not use the package Hl7.Fhir.R4."
    )]
    [InlineData(
        "Learning",
        "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />",
        "Learning may not use the package Microsoft.AspNetCore.App."
    )]
    [InlineData(
        "Reports",
        "<PackageReference Include=\"TorchSharp\" />",
        "Reports may not use the package TorchSharp."
    )]
    [InlineData("Helpers", "", "Helpers is not one of the ten projects.")]
    public void A_forbidden_edge_is_found(string project, string reference, string breach)
    {
        var folder = Directory.CreateTempSubdirectory("dependency-rule-");
        try
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, $"{project}.csproj"),
                $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{reference}</ItemGroup></Project>"
            );
            DependencyRule.Breaches(folder.FullName).Should().Equal(breach);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
