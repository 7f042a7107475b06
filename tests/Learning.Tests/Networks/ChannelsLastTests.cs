using Xinglin.Learning.Networks;
using Xinglin.Learning.Torch;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Networks;

public sealed class ChannelsLastTests
{
    public ChannelsLastTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Grey_images_do_not_fall_back_to_the_slow_layout_in_the_first_convolution(int channels)
    {
        using var scope = NewDisposeScope();
        var images = rand(4, channels, 12, 10);
        var layer = nn.Conv2d(channels, 8, 3, padding: 1);

        var last = ChannelsLast.Of(images);
        var maps = layer.forward(last);

        last.shape.Should().Equal(images.shape);
        last.sub(images).abs().max().item<float>().Should().Be(0);
        maps.stride(1).Should().Be(1, "the channels of a pixel lie side by side");
        maps.sub(layer.forward(images)).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Volumes_and_rows_come_back_as_they_are()
    {
        using var volumes = rand([2, 1, 4, 4, 4]);
        ChannelsLast.Of(volumes).Should().BeSameAs(volumes);
    }
}
