using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xinglin.Terminology.Text;

namespace Xinglin.Terminology.Tests.Text;

public sealed partial class BilingualTextTests
{
    private static readonly string Root = Above(AppContext.BaseDirectory);

    [Fact]
    public void Numbers_are_written_with_a_point_and_texts_are_joined_language_by_language()
    {
        var text = BilingualText.Of($"误差 {1.5:0.00}", $"error {1.5:0.00}") + BilingualText.Same(" kg");
        text.Should().Be(new BilingualText("误差 1.50 kg", "error 1.50 kg"));
        BilingualText
            .Join("、", ", ", [new("甲", "a"), new("乙", "b")])
            .Should()
            .Be(new BilingualText("甲、乙", "a, b"));
    }

    [Theory]
    [InlineData("""{"zh":"自筹","en":"own funds"}""", "自筹", "own funds")]
    [InlineData("\"Ward 5\"", "Ward 5", "Ward 5")]
    public void A_text_is_read_from_json_and_written_as_it_stood(string json, string zh, string en)
    {
        var text = BilingualTextConverter.FromNode(JsonNode.Parse(json))!;
        text.Should().Be(new BilingualText(zh, en));
        JsonNode.DeepEquals(BilingualTextConverter.ToNode(text), JsonNode.Parse(json)).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"zh":"自筹"}""")]
    [InlineData("""{"zh":"自筹","en":1}""")]
    [InlineData("3")]
    public void A_text_in_one_language_alone_is_no_text(string json)
    {
        var read = () => BilingualTextConverter.FromNode(JsonNode.Parse(json));
        read.Should().Throw<JsonException>();
    }

    [Fact]
    public void No_literal_glues_both_languages() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file =>
                File.ReadLines(file)
                    .Where(line => !Comment().IsMatch(line) && Glued().IsMatch(line))
                    .Select(line => $"{Path.GetRelativePath(Root, file)}: {line.Trim()}")
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void A_glued_literal_would_be_found()
    {
        Glued().IsMatch("\"训练数据 · Data\"").Should().BeTrue();
        Glued().IsMatch("$\"- 概率校准：无 · Calibration: {x}\"").Should().BeTrue();
        Glued().IsMatch("new(\"已保存 · {0}\", \"saved {0}\")").Should().BeFalse();
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Xinglin.slnx")) ? folder : Above(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();

    /// <summary>Chinese, the sign between, and a word of English, all in one literal.</summary>
    [GeneratedRegex("[\u4e00-\u9fff][^\"\u4e00-\u9fff]* · [`({]?[A-Za-z]{2}")]
    private static partial Regex Glued();
}
