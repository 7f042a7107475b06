namespace Xinglin.Journeys.Tests.House;

public sealed class FileNameRuleTests
{
    [Fact]
    public void A_file_declares_a_type_of_its_name() =>
        FileNameRule.Breaches(Path.Combine(Repository.Root, "src")).Should().BeEmpty();

    [Fact]
    public void A_planted_file_without_a_type_of_its_name_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-house-").FullName;
        try
        {
            Plant("Frames.cs", "namespace Planted;\n\npublic sealed record Frame(int Rows);\n");
            Plant(
                "Volume.cs",
                "namespace Planted;\n\n/// <summary>No Volume2.</summary>\ninternal static class Volume2\n{\n}\n"
            );
            Plant(
                "Slice.cs",
                "namespace Planted;\n\npublic enum Unit;\n\n[Flags]\npublic enum Slice\n{\n    None,\n}\n"
            );
            Plant("Slice.Reading.cs", "namespace Planted;\n\npublic static partial class Slice\n{\n}\n");
            Plant("Carrier.cs", "namespace Planted;\n\npublic delegate Task<byte[]> Carrier(string piece);\n");

            FileNameRule.Breaches(folder).Should().Equal("Frames.cs", "Volume.cs");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Plant(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }
}
