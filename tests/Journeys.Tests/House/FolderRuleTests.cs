namespace Xinglin.Journeys.Tests.House;

public sealed class FolderRuleTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void The_folders_of_a_project_have_no_circle() => FolderRule.Circles(Source).Should().BeEmpty();

    [Fact]
    public void No_type_name_stands_twice() => FolderRule.Twice(Source).Should().BeEmpty();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_folder_is_crowded(string folder) =>
        FolderRule
            .Crowded(Path.Combine(Repository.Root, folder))
            .Should()
            .BeEmpty("one folder is one meaning: split it");

    [Fact]
    public void A_planted_crowd_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("folder-rule-");
        try
        {
            var place = folder.CreateSubdirectory("House/Hall").FullName;
            for (var file = 0; file < FolderRule.MostFiles; file++)
                File.WriteAllText(Path.Combine(place, $"Guest{file}.cs"), "");
            File.WriteAllText(Path.Combine(place, "readme.md"), "");
            FolderRule.Crowded(folder.FullName).Should().BeEmpty();

            File.WriteAllText(Path.Combine(place, "OneMore.razor"), "");
            FolderRule.Crowded(folder.FullName).Should().Equal("House/Hall: 26 files");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_planted_edge_that_closes_a_circle_and_a_doubled_name_are_found()
    {
        var folder = Directory.CreateTempSubdirectory("folder-rule-");
        try
        {
            Plant(folder, "Left", "namespace Xinglin.House.Left;\npublic sealed class One;");
            Plant(
                folder,
                "Right",
                "using Xinglin.House.Left;\nnamespace Xinglin.House.Right;\npublic sealed class Two { One? One; }"
            );
            FolderRule.Circles(folder.FullName).Should().BeEmpty();

            Plant(
                folder,
                "Left",
                "using Xinglin.House.Right;\nnamespace Xinglin.House.Left;\npublic sealed class One { Two? Two; }"
            );
            FolderRule.Circles(folder.FullName).Should().Equal("House/Left, House/Right");
            FolderRule.Twice(folder.FullName).Should().BeEmpty();

            Plant(folder, "Far", "namespace Xinglin.House.Far;\npublic enum Two;");
            FolderRule.Twice(folder.FullName).Should().Equal("Two: Xinglin.House.Far, Xinglin.House.Right");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("using Xinglin.House.Right;\npublic sealed class One { int Two(string s) => s.Turned(); }")]
    [InlineData("public sealed class One { int Two => Xinglin.House.Right.Turning.Half; }")]
    [InlineData("public sealed class One { int Two => Right.Turning.Half; }")]
    [InlineData("using static Xinglin.House.Right.Turning;\npublic sealed class One { int Two => Half; }")]
    [InlineData("using Xinglin.House.Right;\npublic sealed class One { string Two => $\"{Turning.Half} turns\"; }")]
    public void An_edge_by_an_extension_method_or_a_qualified_name_closes_a_circle(string code)
    {
        var folder = Directory.CreateTempSubdirectory("folder-rule-");
        try
        {
            Plant(
                folder,
                "Right",
                "using Xinglin.House.Left;\nnamespace Xinglin.House.Right;\n"
                    + "public static class Turning { public const int Half = 2; "
                    + "public static int Turned(this string s) => One.Least; }"
            );
            Plant(folder, "Left", "namespace Xinglin.House.Left;\npublic sealed class One;");
            FolderRule.Circles(folder.FullName).Should().BeEmpty();

            Plant(folder, "Left", "namespace Xinglin.House.Left;\n" + code);
            FolderRule.Circles(folder.FullName).Should().Equal("House/Left, House/Right");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_edge_in_the_quotes_of_a_page_closes_a_circle()
    {
        var folder = Directory.CreateTempSubdirectory("folder-rule-");
        try
        {
            Plant(folder, "Left", "<img src=\"@Right.Logos.Small\" />", "Bar.razor");
            Plant(folder, "Right", "namespace Xinglin.House.Right;\npublic static class Logos;");
            FolderRule.Circles(folder.FullName).Should().BeEmpty();

            Plant(folder, "Right", "@using Xinglin.House.Left\n<Bar />", "Page.razor");
            FolderRule.Circles(folder.FullName).Should().Equal("House/Left, House/Right");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Plant(DirectoryInfo folder, string name, string code, string file = "Planted.cs")
    {
        var place = folder.CreateSubdirectory(Path.Combine("House", name));
        File.WriteAllText(Path.Combine(place.FullName, file), code);
    }
}
