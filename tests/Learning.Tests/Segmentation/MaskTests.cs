using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Segmentation;

namespace Xinglin.Learning.Tests.Segmentation;

public sealed class MaskTests : IDisposable
{
    /// <summary>21 × 13 pixels, written by libjpeg.</summary>
    private const string GreyJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PT"
        + "gyPC4zNDL/wAALCAANABUBASIA/8QAFgABAQEAAAAAAAAAAAAAAAAABgUH/8QAHxAAAgAGAwEAAAAAAAAAAAAAAAUDBCEiMdETIzLh/9oACAEB"
        + "AAA/AMzWpMWjBakxaLJRJ1eSKtXwaaGC1fBpoVyi+DxfD//Z";

    private const int Size = 16;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Black_and_white_masks_are_one_label_and_come_back_black_and_white()
    {
        Images("images", 5);
        foreach (var n in Enumerable.Range(0, 5))
            Write("masks", $"p{n}_mask.png", Size, i => (byte)(i < 40 ? 255 : 0));
        var cases = SegmentationCases.ForTraining(Options());
        cases.Labels.Values.Should().Equal(0, 255);
        cases.Read(0).Classes.Max().Should().Be(1);
        cases.Labels.Numbers([0, 1]).Should().Equal(0, 255);
    }

    [Fact]
    public void One_folder_for_each_label_gives_the_labels_their_names()
    {
        Images("images", 5);
        foreach (var n in Enumerable.Range(0, 5))
        {
            Write("masks/heart", $"p{n}.png", Size, i => (byte)(i < 40 ? 255 : 0));
            if (n > 0)
                Write("masks/lung", $"p{n}.png", Size, i => (byte)(i > 200 ? 255 : 0));
        }
        var cases = SegmentationCases.ForTraining(Options());
        cases.Labels.Names.Should().Equal("heart", "lung");
        cases.Read(1).Classes.Distinct().Order().Should().Equal(0, 1, 2);
        cases.Read(0).Classes.Max().Should().Be(1);
    }

    [Fact]
    public void A_mask_of_another_size_is_refused_with_both_sizes()
    {
        Images("images", 5);
        foreach (var n in Enumerable.Range(0, 5))
            Write("masks", $"p{n}.png", n == 3 ? 20 : Size, i => (byte)(i % 2));
        Reading().Should().Throw<InvalidInputException>().WithMessage("mask p3.png*20 × 20*16 × 16*");
    }

    [Fact]
    public void Images_without_a_mask_are_named()
    {
        Images("images", 6);
        foreach (var n in Enumerable.Range(0, 4))
            Write("masks", $"p{n}.png", Size, i => (byte)(i % 2));
        Reading().Should().Throw<InvalidInputException>().WithMessage("*2 of 6 images have no mask*p4, p5*");
    }

    [Fact]
    public void A_grey_image_in_place_of_masks_is_refused()
    {
        Images("images", 5);
        foreach (var n in Enumerable.Range(0, 5))
            Write("masks", $"p{n}.png", Size, i => (byte)i);
        Reading().Should().Throw<InvalidInputException>().WithMessage("*256 different numbers*");
    }

    [Fact]
    public void Empty_masks_and_empty_folders_are_refused()
    {
        Images("images", 5);
        foreach (var n in Enumerable.Range(0, 5))
            Write("masks", $"p{n}.png", Size, _ => 0);
        Reading().Should().Throw<InvalidInputException>().WithMessage("*masks are empty*");
        Directory.CreateDirectory(_folder.File("nothing"));
        var read = () => SegmentationCases.ForTraining(Options() with { Images = _folder.File("nothing") });
        read.Should().Throw<InvalidInputException>().WithMessage("folder nothing*no image and no volume*");
    }

    [Fact]
    public void Images_of_one_patient_are_left_out_together()
    {
        Images("images", 8);
        foreach (var n in Enumerable.Range(0, 8))
            Write("masks", $"p{n}.png", Size, i => (byte)(i % 2));
        var groups = _folder.Write(
            "groups.csv",
            "file,group\n" + string.Concat(Enumerable.Range(0, 8).Select(n => $"p{n}.png,patient{n / 2}\n"))
        );
        var parts = SegmentationCases.ForTraining(Options() with { Groups = groups }).Parts(4, seed: 3);
        for (var n = 0; n < 8; n += 2)
            parts[n].Should().Be(parts[n + 1]);
        parts.Distinct().Should().HaveCount(4);
    }

    private Action Reading() => () => SegmentationCases.ForTraining(Options());

    private SegmentationTrainingOptions Options() =>
        new() { Images = _folder.File("images"), Masks = _folder.File("masks") };

    private void Images(string into, int count)
    {
        for (var n = 0; n < count; n++)
            Write(into, $"p{n}.png", Size, i => (byte)i);
    }

    private void Write(string into, string name, int size, Func<int, byte> value)
    {
        Directory.CreateDirectory(_folder.File(into));
        PngWriter.Write(
            Path.Combine(_folder.File(into), name),
            size,
            size,
            [.. Enumerable.Range(0, size * size).Select(value)]
        );
    }

    [Fact]
    public void A_mask_saved_as_JPEG_is_refused_because_its_numbers_were_changed()
    {
        var path = _folder.File("mask.jpg");
        File.WriteAllBytes(path, Convert.FromBase64String(GreyJpeg));
        var image = Scan.Read(path);
        image.Channels.Should().Be(1);
        var read = () => Mask.Read([path], image);
        read.Should().Throw<InvalidInputException>().WithMessage("mask mask.jpg*PNG or NIfTI*");
    }
}
