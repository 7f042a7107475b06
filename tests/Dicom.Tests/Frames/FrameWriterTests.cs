using System.Diagnostics;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.Frames;

public class FrameWriterTests
{
    [Fact]
    public void A_film_says_in_standard_attributes_that_it_shows_no_patient()
    {
        var dataSet = Samples.Again(Samples.Film()).DataSet;
        dataSet.GetString(Tags.SyntheticData).Should().Be("YES");
        dataSet.GetString(Tags.QualityControlSubject).Should().Be("YES");
        dataSet.GetString(Tags.PatientIdentityRemoved).Should().Be("YES");
        dataSet.GetString(Tags.Manufacturer).Should().Contain("SYNTHETIC");
        dataSet.GetString(Tags.SeriesDescription).Should().Contain("SYNTHETIC").And.Contain("合成");
        dataSet.GetString(Tags.ImageComments).Should().Contain("SYNTHETIC").And.Contain("合成");
        dataSet.GetStrings(Tags.ImageType).Should().Contain("SYNTHETIC");
        dataSet.Should().NotContain(e => e.Tag.IsPrivate);
    }

    [Fact]
    public void The_same_seed_gives_the_same_uids_and_another_one_others()
    {
        Uid.FromSeed("a").Should().Be(Uid.FromSeed("a")).And.NotBe(Uid.FromSeed("b")).And.StartWith("2.25.");
        Enumerable.Range(0, 500).Select(i => Uid.FromSeed($"{i}")).Should().OnlyContain(u => Uid.IsValid(u));
    }

    [Fact]
    public void Pixels_that_do_not_fit_are_refused()
    {
        var tooFew = () => FrameWriter.DigitalRadiograph(Samples.Description, new ushort[5], 2, 3);
        tooFew.Should().Throw<ArgumentException>();
        var tooBright = () => FrameWriter.DigitalRadiograph(Samples.Description, [4096], 1, 1);
        tooBright.Should().Throw<ArgumentException>().WithMessage("*12 bits*");
    }

    [Fact]
    public void Dcmtk_reads_the_film_without_a_warning_and_sees_the_chinese_name()
    {
        var tool = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, "dcmdump"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "dcmdump (Debian package dcmtk) is not installed");
        var path = Path.Combine(Path.GetTempPath(), $"film-{Guid.NewGuid():N}.dcm");
        try
        {
            File.WriteAllBytes(path, Samples.Bytes(Samples.Film()));
            var start = new ProcessStartInfo(tool, ["--convert-to-utf8", path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            errors.Should().BeEmpty();
            process.ExitCode.Should().Be(0);
            output.Should().Contain("王^秀英").And.Contain("DigitalXRayImageStorageForPresentation");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
