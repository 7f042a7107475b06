using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;

namespace Xinglin.Learning.Tests.Images;

public sealed class ImageScheduleTests
{
    [Theory]
    [InlineData(3397, 18)]
    [InlineData(20_000, 18)]
    [InlineData(700, 87)]
    [InlineData(100, 304)]
    public void Few_images_got_few_steps_and_are_gone_through_more_often(int images, int epochs)
    {
        var plan = For(new ImageTrainingOptions { Data = [] }, images);
        plan.Epochs.Should().Be(epochs);
        For(new ImageTrainingOptions { Data = [], Epochs = 5 }, images)
            .Epochs.Should()
            .Be(5, "what is asked for counts");
    }

    [Theory]
    [InlineData(28, false, 7)]
    [InlineData(40, false, 10)]
    [InlineData(56, false, 7)]
    [InlineData(64, false, 8)]
    public void Larger_images_were_looked_at_through_too_small_a_field(int size, bool volumes, int maps)
    {
        using var alone = Xinglin.Learning.Torch.TorchRuntime.Alone();
        using var network = new ImageNetwork(ImageArchitecture.Of("small", 1, size, 4, volumes), 2);
        network.eval();
        var prepared = new float[size * size];
        NetworkAnswer.Of([network], new ImagePreparation(size, 1), [prepared])[0].MapSize.Should().Be(maps);
    }

    [Fact]
    public void A_class_of_few_validation_images_is_noted_by_its_name()
    {
        ImageNotes
            .Of(1, ["clear", "opaque"], [.. Enumerable.Repeat(0, 30), 1, 1])
            .Single()
            .En.Should()
            .Contain("(opaque: 2)");
        ImageNotes.Of(1, ["clear"], [.. Enumerable.Repeat(0, 30)]).Should().BeEmpty();
    }

    private static Xinglin.Learning.Training.TrainingOptions For(ImageTrainingOptions options, int images) =>
        ImageSchedule.For(options, ImageArchitecture.Of("small", 1, 28, null, false), false, 28, images);
}
