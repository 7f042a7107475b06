using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Tests.Images;

public sealed class RealFilmTests
{
    [Fact]
    public void On_real_films_a_short_training_finds_pneumonia_and_refuses_what_is_no_film()
    {
        var data = SharedData.Path("images/pneumoniamnist/pneumoniamnist_trainval.npz");
        using var folder = new TestFolder();
        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [data],
                Out = Path.Combine(folder.Path, "model"),
                Networks = 1,
                Width = 8,
                Epochs = 2,
            },
            TimeProvider.System
        );
        result.Report.Auc.Value.Should().BeGreaterThan(0.94);
        result.Refused.Should().BeLessThanOrEqualTo(0.05);

        using var model = ImageModel.Load(Path.Combine(folder.Path, "model"));
        var strange = StrangeImages.Of(each: 20, seed: 3).ToArray();
        var refused = model.Predict([.. strange.Select(one => one.Image)]);
        foreach (var kind in strange.Index().GroupBy(one => one.Item.Kind))
        {
            kind.Average(one => refused[one.Index].OutOfDistribution ? 1.0 : 0)
                .Should()
                .BeGreaterThanOrEqualTo(0.95, "a {0} is no chest film", kind.Key);
        }
    }
}
