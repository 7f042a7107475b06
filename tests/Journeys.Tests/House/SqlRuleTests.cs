namespace Xinglin.Journeys.Tests.House;

public sealed class SqlRuleTests
{
    [Fact]
    public void Sql_stands_behind_one_seam_with_its_values_as_dollar_one() =>
        SqlRule.Breaches(Path.Combine(Repository.Root, "src")).Should().BeEmpty();

    [Fact]
    public void Sql_that_is_planted_elsewhere_or_numbered_otherwise_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("sql-rule-");
        try
        {
            Plant("Records/Storage/Rows", "database.Prepare(\"SELECT id FROM resource WHERE key=$1\");");
            Plant("Server/Pages", "var select = \"selected from a list\"; // SELECT id FROM resource");
            SqlRule.Breaches(folder.FullName).Should().BeEmpty();

            Plant("Server/Hub", "command.CommandText = \"DELETE FROM resource\";");
            Plant("Records/Storage/Trail", "database.Prepare(\"SELECT id FROM resource WHERE key=?1\");");
            SqlRule
                .Breaches(folder.FullName)
                .Should()
                .Equal(
                    "Records/Storage/Trail/Planted.cs:1: a value that is not written $1",
                    "Server/Hub/Planted.cs:1: SQL outside of Records/Storage/"
                );
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Plant(string name, string code)
        {
            var place = folder.CreateSubdirectory(name);
            File.WriteAllText(Path.Combine(place.FullName, "Planted.cs"), code);
        }
    }
}
