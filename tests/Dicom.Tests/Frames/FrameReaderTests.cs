using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.Frames;

public class FrameReaderTests
{
    [Fact]
    public void A_film_gives_its_values_spacing_window_and_uid()
    {
        var frame = Samples.Readable(Samples.Again(Samples.Film())).Frame;
        (frame.Rows, frame.Columns).Should().Be((4, 6));
        frame.Values[23].Should().Be(2300);
        frame.Spacing.Should().Be(new PixelSpacing(0.7, 0.7));
        frame.Window.Should().Be(new Window(2048, 4096));
        frame.SopInstanceUid.Should().Be(Uid.FromSeed("instance test 1"));
    }

    [Theory]
    [InlineData("Rows")]
    [InlineData("Columns")]
    [InlineData("BitsAllocated")]
    [InlineData("BitsStored")]
    [InlineData("HighBit")]
    [InlineData("PixelRepresentation")]
    [InlineData("SamplesPerPixel")]
    [InlineData("PhotometricInterpretation")]
    [InlineData("SOPInstanceUID")]
    [InlineData("RescaleIntercept")]
    [InlineData("WindowWidth")]
    public void A_missing_attribute_is_named(string keyword)
    {
        var file = Samples.Film();
        file.DataSet.Remove((Tag)typeof(Tags).GetField(keyword)!.GetValue(null)!);
        var unreadable = Samples.Unreadable(file);
        unreadable.Code.Should().Be(DicomFaults.MissingAttribute);
        unreadable.Reason.Should().Contain(keyword);
    }

    [Fact]
    public void No_pixels_are_said_to_be_none()
    {
        var file = Samples.Film();
        file.DataSet.Remove(Tags.PixelData);
        Samples.Unreadable(file).Code.Should().Be(DicomFaults.NoPixels);
    }

    [Fact]
    public void Pixels_that_are_too_few_are_counted()
    {
        var file = Samples.Film();
        file.DataSet.Set(Tags.PixelData, VR.OW, new byte[40]);
        var unreadable = Samples.Unreadable(file);
        unreadable.Code.Should().Be(DicomFaults.PixelDataTooShort);
        unreadable.Reason.Should().Contain("40 bytes").And.Contain("need 48");
    }

    [Theory]
    [InlineData("Rows", 0)]
    [InlineData("BitsStored", 17)]
    [InlineData("BitsStored", 0)]
    [InlineData("HighBit", 5)]
    [InlineData("HighBit", 16)]
    public void An_attribute_that_contradicts_the_pixels_is_named(string keyword, int value)
    {
        var file = Samples.Film();
        file.DataSet.Set((Tag)typeof(Tags).GetField(keyword)!.GetValue(null)!, VR.US, value);
        var unreadable = Samples.Unreadable(file);
        unreadable.Code.Should().Be(DicomFaults.ContradictoryAttributes);
        unreadable.Reason.Should().Contain(keyword);
    }

    [Fact]
    public void Colour_and_unknown_compression_are_refused_with_their_codes()
    {
        var colour = Samples.Film();
        colour.DataSet.Set(Tags.PhotometricInterpretation, VR.CS, "RGB");
        Samples.Unreadable(colour).Code.Should().Be(DicomFaults.UnsupportedPixels);

        var compressed = Samples.Film().DataSet;
        compressed.SetFragments(Tags.PixelData, [default, new byte[20]]);
        var file = Samples.Again(DicomFile.Create(compressed, "1.2.840.10008.1.2.4.90"));
        Samples.Unreadable(file).Code.Should().Be(DicomFaults.UnsupportedTransferSyntax);
    }

    [Fact]
    public void A_header_that_claims_an_enormous_frame_takes_no_memory()
    {
        var dataSet = Samples.Film().DataSet;
        dataSet.Set(Tags.Rows, VR.US, 60000).Set(Tags.Columns, VR.US, 60000);
        Samples.Unreadable(DicomFile.Create(dataSet)).Code.Should().Be(DicomFaults.TooLarge);

        dataSet.Set(Tags.Rows, VR.US, 8000).Set(Tags.Columns, VR.US, 8000);
        var fragment = new byte[80];
        (fragment[0], fragment[4], fragment[8]) = (2, 64, 66);
        dataSet.SetFragments(Tags.PixelData, [default, fragment]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Samples
            .Unreadable(DicomFile.Create(dataSet, "1.2.840.10008.1.2.5"))
            .Code.Should()
            .Be(DicomFaults.MalformedStructure);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000_000);
    }

    [Fact]
    public void Monochrome1_is_turned_over_with_its_window()
    {
        var file = Samples.Film();
        file.DataSet.Set(Tags.PhotometricInterpretation, VR.CS, "MONOCHROME1")
            .Set(Tags.WindowCenter, VR.DS, 1000)
            .Set(Tags.WindowWidth, VR.DS, 800);
        var frame = Samples.Readable(file).Frame;
        frame.Values[0].Should().Be(4095);
        frame.Values[23].Should().Be(4095 - 2300);
        frame.Window.Should().Be(new Window(4095 - 1000, 800));
    }

    [Fact]
    public void Signed_values_bits_above_the_high_bit_and_rescaling_are_dealt_with()
    {
        var file = Samples.Film();
        file.DataSet.Set(Tags.Rows, VR.US, 1)
            .Set(Tags.Columns, VR.US, 2)
            .Set(Tags.PixelRepresentation, VR.US, 1)
            .Set(Tags.RescaleSlope, VR.DS, 2)
            .Set(Tags.RescaleIntercept, VR.DS, -10)
            // 0xF with 12 bits stored: the four bits above are an old overlay; 0x7FF is the largest value.
            .Set(Tags.PixelData, VR.OW, new byte[] { 0xFF, 0xAF, 0xFF, 0xF7 });
        Samples.Readable(file).Frame.Values.Should().Equal(2 * -1 - 10, 2 * 2047 - 10);
    }

    [Fact]
    public void A_frame_that_the_object_does_not_have_is_refused()
    {
        FrameReader
            .Read(Samples.Film(), 1)
            .Should()
            .BeOfType<FrameOutcome.Unreadable>()
            .Which.Code.Should()
            .Be(DicomFaults.NoSuchFrame);
    }

    [Fact]
    public void The_second_frame_of_two_is_found_with_its_own_rescaling()
    {
        var dataSet = Samples.Film().DataSet;
        dataSet.Set(Tags.Rows, VR.US, 2).Set(Tags.NumberOfFrames, VR.IS, 2);
        var second = new DataSet().Set(
            Tags.PixelValueTransformationSequence,
            new DataSet().Set(Tags.RescaleSlope, VR.DS, 10).Set(Tags.RescaleIntercept, VR.DS, 5)
        );
        dataSet.Set(Tags.PerFrameFunctionalGroupsSequence, new DataSet(), second);
        var frame = (FrameReader.Read(DicomFile.Create(dataSet), 1) as FrameOutcome.Readable)!.Frame;
        frame.Values[0].Should().Be(1200 * 10 + 5);
    }

    [Fact]
    public void Run_lengths_unpack_to_the_pixels_they_came_from()
    {
        var dataSet = Samples.Film().DataSet;
        dataSet.Set(Tags.Rows, VR.US, 1).Set(Tags.Columns, VR.US, 5);
        var fragment = new byte[64 + 8];
        fragment[0] = 2; // segments: the high bytes first
        fragment[4] = 64;
        fragment[8] = 66;
        new byte[] { 0xFC, 1, 1, 10, 20, 0xFE, 30, 0x80 }.CopyTo(fragment, 64); // 5 × 1 | 10, 20, 3 × 30
        dataSet.SetFragments(Tags.PixelData, [default, fragment]);
        var file = Samples.Again(DicomFile.Create(dataSet, "1.2.840.10008.1.2.5"));
        Samples.Readable(file).Frame.Values.Should().Equal(266, 276, 286, 286, 286);
    }
}
