using Xinglin.Formats.Images;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Images;

public sealed class HeatMapImageTests(TrainedImageModels trained) : IClassFixture<TrainedImageModels>
{
    [Fact]
    public void Heat_maps_were_not_to_be_had_from_the_command_line_and_are_drawn_for_each_row()
    {
        using var folder = new TestFolder();
        var (table, maps) = (folder.File("answers.csv"), folder.File("maps"));
        ImagePredictions.Run(Path.Combine(trained.Folder, "model"), [trained.Data], "val", table, maps).Should().Be(90);
        var lines = File.ReadAllLines(Path.Combine(maps, "maps.csv"));
        lines.Should().HaveCount(91);
        lines[0].Should().Be("row,map,class,probability,out_of_distribution");
        lines[7].Should().StartWith("6,000006.png,1,");
        var drawn = PngFile.Read(Path.Combine(maps, "000006.png"));
        (drawn.Rows, drawn.Columns, drawn.Channels).Should().Be((256, 256, 3));
    }

    [Fact]
    public void Red_lies_where_the_map_is_and_nowhere_else()
    {
        var image = new Image(4, 8, 1, Enumerable.Range(0, 32).Select(i => (float)(i % 8)).ToArray());
        var map = new ImageHeatMap(32, 64, [.. Enumerable.Range(0, 32 * 64).Select(i => i % 64 < 16 ? 1f : 0f)]);
        var (side, pixels) = HeatMapImages.Draw(image, map);
        side.Should().Be((256, 512));
        for (var i = 0; i < pixels.Length; i += 3)
            (pixels[i] > pixels[i + 1]).Should().Be(i / 3 % 512 < 128);
    }

    [Fact]
    public void The_map_of_one_of_three_classes_is_not_always_that_of_the_last()
    {
        using var network = new ImageNetwork(new ImageArchitecture(ImageArchitecture.Small, 1, 4, 1, false, false), 3);
        network.eval();
        var preparation = new ImagePreparation(16, 1);
        var random = new Random(5);
        float[] prepared = [.. Enumerable.Range(0, 256).Select(_ => (float)random.NextDouble())];
        var bias = network.named_parameters().Single(one => one.name == "head.bias").parameter;
        var maps = new List<float[]>();
        foreach (var likely in new[] { 0, 2 })
        {
            using (no_grad())
                bias.copy_(tensor(new[] { likely == 0 ? 9f : 0, 0, likely == 2 ? 9f : 0 }));
            var answer = NetworkAnswer.Of([network], preparation, [prepared])[0];
            answer.MapClass.Should().Be(likely);
            maps.Add(answer.Map);
        }
        maps[0].Should().NotEqual(maps[1]);
    }
}
