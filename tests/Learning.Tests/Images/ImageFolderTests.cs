using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;
using Xinglin.Formats;
using Xinglin.Formats.Images;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;

namespace Xinglin.Learning.Tests.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Random _random = new(5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Splits_go_by_the_names_that_public_sets_give_them_and_folders_of_the_system_are_no_classes()
    {
        foreach (var split in new[] { "Train", "valid", "TEST" })
        {
            foreach (var name in new[] { "NORMAL", "PNEUMONIA", ".cache", "__MACOSX" })
                Draw($"{split}/{name}/a.png");
        }

        Draw("Train/NORMAL/._a.png");
        var images = new ImageFolder(_folder.Path);
        images.HasSplits.Should().BeTrue();
        images.Classes.Should().Equal("NORMAL", "PNEUMONIA");
        images.Files("train").Should().HaveCount(2);
        images.Files("val").Select(one => one.Label).Should().Equal(0, 1);
        images.Files("test").Should().HaveCount(2);
    }

    [Fact]
    public void A_class_without_a_image_is_refused_and_not_silently_never_learnt()
    {
        Classes(("a", 15), ("b", 15));
        Directory.CreateDirectory(_folder.File("c"));
        Refused("folder c*holds no image*");
    }

    [Fact]
    public void A_folder_without_images_has_no_predictions_and_says_what_is_needed()
    {
        var read = () => ImagePredictions.Split([_folder.Path], "test");
        read.Should().Throw<InvalidInputException>().WithMessage("folder *holds no image*.jpg*");
    }

    [Fact]
    public void Answers_name_the_files_of_folders_of_classes_too()
    {
        Classes(("test/a", 2), ("test/b", 1), ("train/a", 1));
        var (images, files) = ImagePredictions.Read([_folder.Path], "test", 8);
        images.Should().HaveCount(3).And.OnlyContain(image => image.Rows == 8);
        files.Should().Equal("a0.png", "a1.png", "b0.png");
        ImagePredictions.Read([_folder.File("train/a/a0.png")], "test", 8).Files.Should().ContainSingle();
    }

    [Fact]
    public void Images_of_one_name_in_two_folders_were_taken_for_one_in_lists_and_answers()
    {
        foreach (var name in "ab")
        {
            for (var i = 0; i < 20; i++)
                Draw($"set/{name}/{i}.png");
        }

        ImagePredictions.Read([_folder.File("set")], "test", 8).Files.Should().Contain(["a/3.png", "b/3.png"]);
        string Lines(Func<char, int, string> line) =>
            "file,patient,sex\n"
            + string.Concat("ab".SelectMany(c => Enumerable.Range(0, 20).Select(i => line(c, i) + "\n")));
        ImageTrainingOptions With(string text) =>
            new() { Data = [_folder.File("set")], Groups = _folder.Write("people.csv", text) };

        var clear = ImageSplits.For(With(Lines((c, i) => $"./{c}/{i}.png,{c}{i / 2},{(c == 'a' ? 'F' : 'M')}")), 64);
        clear.Split.En.Should().Contain("20 patients");
        var sex = ImageSubgroups.Columns(_folder.File("people.csv"), clear.Training.Origins).Single().Cells;
        sex.Should().Equal(clear.Training.Labels.Select(label => label == 0 ? "F" : "M"));

        var unclear = () => ImageSplits.For(With(Lines((c, i) => $"{i}.png,{c}{i},F")), 64);
        unclear
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("people.csv, line 22: It is another line for a/0.png*folder too*");
        var once = () => ImageSplits.For(With(Lines((c, i) => c == 'a' ? $"{i}.png,{i},F" : "z.png,z,M")), 64);
        once.Should().Throw<InvalidInputException>().WithMessage("people.csv, line 2: Its file is a/0.png or b/0.png*");
    }

    [Fact]
    public void A_damaged_image_is_named_with_its_folder_for_another_class_may_have_one_of_that_name()
    {
        Classes(("a", 15), ("b", 15));
        File.WriteAllText(_folder.File("b/a3.png"), "no image");
        Refused("image b/a3.png: It is no PNG image*");
    }

    [Fact]
    public void A_class_of_a_single_image_is_refused_because_it_cannot_be_both_learnt_and_judged()
    {
        Classes(("a", 15), ("b", 15), ("c", 1));
        Refused("class c*1 images*cannot be both learnt and judged*");
    }

    [Fact]
    public void A_class_of_one_patient_is_refused_likewise()
    {
        Classes(("a", 15), ("b", 15));
        Refused(
            "class b*15 images of 1 patients*",
            new ImageTrainingOptions { Data = [_folder.Path], GroupPattern = "^b|a[0-9]+" }
        );
    }

    [Fact]
    public void One_patients_images_are_on_one_side_by_a_list_or_by_their_names()
    {
        Classes(("a", 24), ("b", 24));
        var list = _folder.Write(
            "groups.csv",
            "file,patient\n"
                + string.Concat(
                    "ab".SelectMany(name => Enumerable.Range(0, 24).Select(i => $"x/{name}{i}.png,p{i / 3}\n"))
                )
        );
        var options = new ImageTrainingOptions { Data = [_folder.Path] };
        foreach (var one in new[] { options with { Groups = list }, options with { GroupPattern = "(?<=[ab])[0-9]" } })
        {
            var divided = ImageSplits.For(one, 64);
            divided.Validation.Count.Should().BeInRange(4, 14);
            divided.ValidationGroups.Should().NotIntersectWith(divided.TrainingGroups);
            divided.ValidationGroups.Distinct().Count().Should().BeLessThan(divided.ValidationGroups.Length);
            divided.Split.En.Should().Contain("patients, each on one side");
        }
        ImageSplits.For(options, 64).Split.En.Should().Contain("patients are not known");
        Refused(
            "groups.csv*no patient for a0.png*",
            options with
            {
                Groups = _folder.Write("groups.csv", "file,group\na1.png,1\n"),
            }
        );
        Refused(
            "groups.csv, column 'file'*None of its files*",
            options with
            {
                Groups = _folder.Write("groups.csv", "file,group\nz,1\n"),
            }
        );
        Refused("option --group-pattern*regular expression*", options with { GroupPattern = "(" });
    }

    [Fact]
    public void DICOM_films_are_divided_by_their_patients_without_asking()
    {
        foreach (var name in "ab")
        {
            for (var i = 0; i < 14; i++)
            {
                Directory.CreateDirectory(_folder.File($"{name}"));
                var film = new FilmDescription
                {
                    PatientId = $"P{i / 2}",
                    PatientName = new PersonName("Test^Film"),
                    PatientBirthDate = new DateOnly(1940 + i, 6, 1),
                    PatientSex = i < 10 ? "F" : "M",
                    TakenAt = DateTimeOffset.UnixEpoch,
                    UidSeed = $"{name}{i}",
                    MadeBy = "a test",
                    Spacing = new PixelSpacing(1, 1),
                };
                using var file = File.Create(_folder.File($"{name}/{i}.dcm"));
                FrameWriter
                    .DigitalRadiograph(
                        film,
                        [.. Enumerable.Range(0, 256).Select(_ => (ushort)_random.Next(4096))],
                        16,
                        16
                    )
                    .Write(file);
            }
        }

        var divided = ImageSplits.For(new ImageTrainingOptions { Data = [_folder.Path] }, 64);
        divided.Split.En.Should().Contain("7 patients, each on one side (by the Patient ID");
        divided.ValidationGroups.Should().NotIntersectWith(divided.TrainingGroups);
        divided.Split.En.Should().NotContain("P1");
        var people = ImageSubgroups.Columns(null, divided.Validation.With(divided.Training).Origins).ToArray();
        people.Select(one => one.Column).Should().Equal("sex", "age");
        people[0].Cells.Count(cell => cell == "F").Should().Be(20);
        people[1].Cells.Select(int.Parse!).Should().OnlyContain(years => years >= 16 && years <= 29);
    }

    [Fact]
    public void A_image_that_is_also_in_the_validation_split_does_not_train()
    {
        Classes(("train/a", 40), ("train/b", 40), ("val/a", 20), ("val/b", 20));
        File.Copy(_folder.File("val/a/a3.png"), _folder.File("train/a/copy.png"));
        var divided = ImageSplits.For(new ImageTrainingOptions { Data = [_folder.Path] }, 64);
        divided.Training.Count.Should().Be(80);
        divided.Validation.Count.Should().Be(40);
        divided.Split.En.Should().Contain("1 training images").And.Contain("left out");
        divided.ValidationGroups.Should().NotIntersectWith(divided.TrainingGroups);
    }

    [Fact]
    public void A_validation_split_of_a_handful_of_images_is_joined_to_the_others_and_a_larger_one_held_back()
    {
        Classes(("train/a", 60), ("train/b", 60), ("val/a", 4), ("val/b", 4));
        var divided = ImageSplits.For(new ImageTrainingOptions { Data = [_folder.Path] }, 64);
        divided.Validation.Count.Should().Be(18);
        divided.Training.Count.Should().Be(110);
        divided.Split.En.Should().StartWith("the 8 validation images given are too few");
    }

    [Fact]
    public void A_large_film_kept_as_small_as_the_network_sees_it_gives_the_same_numbers()
    {
        var values = new float[150 * 211 * 3];
        for (var i = 0; i < values.Length; i++)
            values[i] = _random.Next(256);
        var film = new Image(150, 211, 3, values) { Full = 255 };
        var small = ImageScaling.AtMost(film, 32);
        small.Values.Length.Should().Be(32 * 32 * 3);
        foreach (var brightness in Enum.GetValues<IntensityScaling>())
        {
            var preparation = new ImagePreparation(32, 3, brightness);
            preparation.Apply(small).Should().Equal(preparation.Apply(film), (a, b) => Math.Abs(a - b) < 1e-5f);
        }
    }

    [Fact]
    public void A_folder_of_classes_trains_like_an_archive_and_names_its_classes()
    {
        var random = new Random(9);
        foreach (var (label, name) in new[] { "clear", "opacity" }.Index())
        {
            Directory.CreateDirectory(_folder.File(name));
            for (var i = 0; i < 30; i++)
                PngWriter.Write(_folder.File($"{name}/{i}.png"), 28, 28, PhantomImages.Draw(label, random));
        }

        var result = ImageTraining.Run(
            new ImageTrainingOptions
            {
                Data = [_folder.Path],
                Networks = 1,
                Width = 4,
                Epochs = 2,
            },
            TimeProvider.System
        );

        result.Report.Classes.Should().Equal("clear", "opacity");
        result.Report.N.Should().Be(8);
    }

    [Fact]
    public void An_empty_folder_is_refused_with_what_is_needed()
    {
        var train = () => ImageTraining.Run(new ImageTrainingOptions { Data = [_folder.Path] }, TimeProvider.System);
        train.Should().Throw<InvalidInputException>().WithMessage("*one folder of images*for each class*");
    }

    private void Refused(string message, ImageTrainingOptions? options = null)
    {
        var divide = () => ImageSplits.For(options ?? new ImageTrainingOptions { Data = [_folder.Path] }, 64);
        divide.Should().Throw<InvalidInputException>().WithMessage(message);
    }

    private void Classes(params (string Name, int Count)[] classes)
    {
        foreach (var (name, count) in classes)
        {
            for (var i = 0; i < count; i++)
                Draw($"{name}/{Path.GetFileName(name)}{i}.png");
        }
    }

    private void Draw(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        var pixels = new byte[256];
        _random.NextBytes(pixels);
        PngWriter.Write(_folder.File(name), 16, 16, pixels);
    }
}
