using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Saved(float weight = 1)
    {
        var folder = _folder.File("model");
        Checkpoint.Save(
            folder,
            new JsonObject { ["task"] = "tabular", ["title"] = "心脏病" },
            new Dictionary<string, NamedTensor> { ["w"] = new NamedTensor.Floats([1], [weight]) },
            new("# 模型卡\n", "# Card\n")
        );
        return folder;
    }

    [Fact]
    public void A_saved_model_is_loaded_as_it_was_and_leaves_nothing_else_behind()
    {
        var loaded = Checkpoint.Load(Saved());
        loaded.Task.Should().Be("tabular");
        ((string?)loaded.Document["title"]).Should().Be("心脏病");
        ((NamedTensor.Floats)loaded.Weights["w"]).Values.Should().Equal(1f);
        loaded.Card.Should().Be(new BilingualText("# 模型卡\n", "# Card\n"));
        Models.Task(loaded.Folder).Should().Be("tabular");
        Directory.GetFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void A_folder_with_one_card_of_both_languages_shows_the_whole_of_it_in_each()
    {
        var folder = Saved();
        File.Delete(Path.Combine(folder, Checkpoint.ChineseCardFile));
        File.Delete(Path.Combine(folder, Checkpoint.EnglishCardFile));
        File.WriteAllText(Path.Combine(folder, "card.md"), "# 模型 Model\n");
        Checkpoint.Load(folder).Card.Should().Be(BilingualText.Same("# 模型 Model\n"));
    }

    [Fact]
    public void Saving_again_replaces_the_older_model()
    {
        Saved(1);
        ((NamedTensor.Floats)Checkpoint.Load(Saved(2)).Weights["w"]).Values.Should().Equal(2f);
        Directory.GetFileSystemEntries(_folder.Path).Should().ContainSingle();
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("model.json")]
    public void A_changed_byte_is_refused_wherever_it_is(string file)
    {
        var folder = Saved();
        var path = Path.Combine(folder, file);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += file == "model.json" ? 1 : 3)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x01;
            File.WriteAllBytes(path, changed);
            Assert.Throws<InvalidInputException>(() => Checkpoint.Load(folder)).Remedy.Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Pickled_weights_are_refused()
    {
        var folder = Saved();
        File.WriteAllBytes(Path.Combine(folder, "weights.safetensors"), [0x80, 0x04, 0x95, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Throws<InvalidInputException>(() => Checkpoint.Load(folder)).Place.Should().Contain("pickle");
    }

    [Fact]
    public void A_folder_that_is_not_a_model_is_refused_and_kept()
    {
        _folder.Write("notes.txt", "mine");
        var save = () =>
            Checkpoint.Save(
                _folder.Path,
                new JsonObject { ["task"] = "t" },
                new Dictionary<string, NamedTensor>(),
                new("", "")
            );
        save.Should().Throw<InvalidInputException>();
        File.ReadAllText(_folder.File("notes.txt")).Should().Be("mine");
        Assert.Throws<InvalidInputException>(() => Models.Task(_folder.Path)).Place.Should().Contain("model.json");
    }
}
