namespace Xinglin.Journeys.Tests.House;

public sealed class NamespaceRuleTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void A_namespace_is_that_of_its_folder(string folder) =>
        NamespaceRule.Breaches(Path.Combine(Repository.Root, folder)).Should().BeEmpty();

    [Fact]
    public void A_planted_namespace_of_another_folder_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-house-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "Records.Tests", "Fhir"));
            File.WriteAllText(
                Path.Combine(folder, "Records.Tests", "Fhir", "A.cs"),
                "namespace Xinglin.Records.Fhir;\n"
            );

            NamespaceRule
                .Breaches(folder)
                .Should()
                .Equal("Records.Tests/Fhir/A.cs: Xinglin.Records.Fhir should be Xinglin.Records.Tests.Fhir");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
