using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Networks;

namespace Xinglin.Learning.Tests.Images;

public sealed class TransferTests(TrainedImageModels trained) : IClassFixture<TrainedImageModels>
{
    [Fact]
    public void A_frozen_body_of_ImageNet_tells_phantoms_apart_and_stays_as_it_was_given()
    {
        var weights = SharedData.Path("weights/mobilenetv2_035_224_imagenet_notop_f32.safetensors");
        using var folder = new TestFolder();
        var data = PhantomImages.Archive(folder.File("few.npz"), training: 120, validation: 60);
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                From = weights,
                Freeze = true,
                Out = folder.File("model"),
            },
            TimeProvider.System
        );
        result.Report.Auc.Value.Should().BeGreaterThan(0.85);
        var kept = Checkpoint.Load(folder.File("model")).Weights["0.body.block_5_project.weight"];
        ((NamedTensor.Floats)kept)
            .Values.Should()
            .Equal(((NamedTensor.Floats)SafetensorsFile.ReadFile(weights)["block_5_project.weight"]).Values);
        using var model = ImageModel.Load(folder.File("model"));
        model.Description.Network.Should().Be(ImageArchitecture.MobileNet);
        model.Description.Preparation.Size.Should().Be(96);
        model.Predict([PhantomImages.Of(PhantomImages.Draw(1, new Random(5)))]).Should().HaveCount(1);
    }

    [Fact]
    public void Training_goes_on_from_an_earlier_model_of_ours()
    {
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [trained.Data],
                From = Path.Combine(trained.Folder, "model"),
                Epochs = 1,
            },
            TimeProvider.System
        );
        result.Report.Auc.Value.Should().BeGreaterThan(0.95);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet50")]
    [InlineData("mobilenetv2")]
    public void Every_network_trains_from_nothing_and_says_the_same_after_loading(string network)
    {
        using var folder = new TestFolder();
        var data = PhantomImages.Archive(folder.File("few.npz"), training: 60, validation: 30);
        var options = new ImageTrainingOptions
        {
            Data = [data],
            Network = network,
            Width = 4,
            Size = 32,
            Epochs = 1,
            Views = 2,
            Out = folder.File("model"),
        };
        var result = ImageTraining.Run(options, TimeProvider.System);
        result.Report.N.Should().Be(30);
        using var model = ImageModel.Load(folder.File("model"));
        model.Description.Network.Should().Be(network);
        var json = ImageEvaluation.Run(folder.File("model"), [data], "val", TimeProvider.System);
        ((double)json["auc"]!).Should().BeInRange(0, 1);
    }

    [Fact]
    public void Weights_of_another_network_than_asked_for_are_refused()
    {
        var train = () =>
            ImageTraining.Run(
                new ImageTrainingOptions
                {
                    Data = [trained.Data],
                    From = Path.Combine(trained.Folder, "model"),
                    Network = "resnet18",
                },
                TimeProvider.System
            );
        train.Should().Throw<InvalidInputException>().WithMessage("option --network*weights of small*");
    }

    [Fact]
    public void Nothing_can_be_frozen_without_weights()
    {
        var train = () =>
            ImageTraining.Run(new ImageTrainingOptions { Data = [trained.Data], Freeze = true }, TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("option --freeze*--from*");
    }

    [Fact]
    public void A_second_of_budget_gives_a_small_model_and_no_crash()
    {
        using var folder = new TestFolder();
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [trained.Data],
                Budget = TimeSpan.FromSeconds(1),
                Networks = 1,
                Out = folder.File("model"),
            },
            TimeProvider.System
        );
        result.Report.N.Should().Be(90);
    }
}
