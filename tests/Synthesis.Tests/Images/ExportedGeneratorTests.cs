using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Onnx;
using Xinglin.Synthesis.Images;

namespace Xinglin.Synthesis.Tests.Images;

public sealed class ExportedGeneratorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_image_generator_draws_from_its_onnx_file_as_from_its_folder_and_predicts_nothing()
    {
        Train(steps: 8);

        var result = OnnxExport.Run(
            _folder.File("model"),
            _folder.File("g.onnx"),
            GeneratorGraph.Family(null, TimeProvider.System)
        );

        result.Difference.Should().BeLessThan(OnnxExport.Tolerance);
        result.Compared.Should().Be(4, "two drawings of each class");
        using var session = OnnxSession.Open(_folder.File("g.onnx"));
        session.Metadata[ExportedModel.Key].Should().Contain("\"release\"").And.Contain("columns");
        var predict = () =>
            OnnxPrediction.Run(_folder.File("g.onnx"), _folder.File("images.npz"), _folder.File("p.csv"));
        predict.Should().Throw<InvalidInputException>().WithMessage("*g.onnx*synthesise images*");
    }

    [Fact]
    public void A_generator_that_failed_its_privacy_check_is_exported_only_for_a_reason_which_stays_in_the_file()
    {
        Train(steps: 8);
        Fail();
        var export = (string? reason) =>
            OnnxExport.Run(
                _folder.File("model"),
                _folder.File("g.onnx"),
                GeneratorGraph.Family(reason, TimeProvider.System)
            );

        export.Invoking(run => run(null)).Should().Throw<InvalidInputException>().WithMessage("*--override-privacy*");
        File.Exists(_folder.File("g.onnx")).Should().BeFalse();

        export("teaching in a closed room");

        using var session = OnnxSession.Open(_folder.File("g.onnx"));
        session.Metadata[ExportedModel.Key].Should().Contain("teaching in a closed room");
        Checkpoint.Load(_folder.File("model")).Card.En.Should().Contain("teaching in a closed room");
    }

    private void Train(int steps) =>
        GanTraining.Run(
            MadeImages.Generator(MadeImages.Archive(_folder), _folder.File("model"), steps),
            TimeProvider.System
        );

    /// <summary>Leaves the folder as a training leaves it whose check failed and that nobody overrode.</summary>
    private void Fail()
    {
        var trained = Checkpoint.Load(_folder.File("model"));
        var gate = trained.Document["release"]!;
        gate["privacy_passed"] = false;
        gate["overrides"]!.AsArray().Clear();
        Checkpoint.Save(trained.Folder, trained.Document, trained.Weights, trained.Card);
    }
}
