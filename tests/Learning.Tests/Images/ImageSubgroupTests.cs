using Xinglin.Dicom.DataSets;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Tests.Images;

public sealed class ImageSubgroupTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ImageSplit _films = new(
        new Image[120],
        [.. Enumerable.Range(0, 120).Select(i => i % 2)],
        new int[120],
        [.. Enumerable.Range(0, 120).Select(i => new ImageMetadata($"film{i}.png"))]
    );

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void People_of_a_list_are_measured_apart_and_whose_a_film_is_divides_nobody()
    {
        var list = _folder.Write(
            "people.csv",
            "file,patient,sex,ward\n"
                + string.Concat(
                    Enumerable.Range(0, 119).Select(i => $"{i % 7}/film{i}.png,p{i},{(i < 70 ? "F" : "M")},A\n")
                )
        );
        // Women are read perfectly, men by chance alone.
        var random = new Random(5);
        var p = _films
            .Labels.Select((label, i) => i < 70 ? 0.1 + 0.8 * label : random.NextDouble())
            .Select(one => new[] { 1 - one, one })
            .ToArray();
        var groups = ImageSubgroups.Of(ImageSubgroups.Columns(list, _films.Origins), _films, p, 0.5, 1);
        groups
            .Select(g => $"{g.Column} {g.Level} {g.N}")
            .Should()
            .Equal("sex (missing) 1", "sex F 70", "sex M 49", "ward (missing) 1", "ward A 119");
        groups[0].TooSmall.Should().BeTrue();
        groups[1].Auc!.Value.Should().Be(1);
        groups[1].FalseNegativeRate!.Value.Should().Be(0);
        groups[2].Auc!.Value.Should().BeLessThan(0.75);
    }

    [Fact]
    public void A_list_of_other_films_is_refused_and_not_taken_for_people_unknown()
    {
        var list = _folder.Write("people.csv", "file,sex\nother.png,F\n");
        var read = () => ImageSubgroups.Columns(list, _films.Origins).ToArray();
        read.Should().Throw<InvalidInputException>().WithMessage("people.csv, column 'file'*None*");
    }

    [Theory]
    [InlineData("045Y", "45")]
    [InlineData("018M", "1.5")]
    [InlineData("026W", "0.5")]
    [InlineData("45", null)]
    [InlineData("Y", null)]
    public void An_age_string_of_a_film_is_read_in_years(string said, string? years)
    {
        var data = new DataSet();
        data.Set(Tags.PatientAge, VR.AS, said);
        ImageMetadata.Of("a.dcm", data).Age.Should().Be(years);
    }
}
