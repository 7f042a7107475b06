namespace Xinglin.Journeys.Tests.House;

public sealed class LanguageRuleTests
{
    [Fact]
    public void No_text_holds_two_languages() =>
        LanguageRule.Breaches(Path.Combine(Repository.Root, "src")).Should().BeEmpty();

    [Theory]
    [InlineData("\"The disk is full. / 磁盘已满。\"", true)]
    [InlineData("\"磁盘已满 / The disk is full\"", true)]
    [InlineData("new(\"磁盘已满。\", \"The disk is full.\")", false)]
    [InlineData("$\"{a} / {b}\"", false)]
    public void A_glued_text_is_found(string code, bool isBreach)
    {
        var folder = Directory.CreateTempSubdirectory("language-rule-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Planted.cs"), code);
            LanguageRule.Breaches(folder.FullName).Should().HaveCount(isBreach ? 1 : 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
