using FsCheck;
using FsCheck.Fluent;
using Xinglin.Dicom.DataSets;
using Xinglin.Dicom.Frames;

namespace Xinglin.Dicom.Tests.DataSets;

public class DicomFileTests
{
    [Fact]
    public void A_file_cut_in_half_is_refused_with_the_byte_where_it_ends_and_the_mend()
    {
        var bytes = Samples.Bytes(Samples.Film());
        var reading = () => DicomFile.Read(new MemoryStream(bytes[..(bytes.Length / 2)]));
        var fault = reading.Should().Throw<DicomFormatException>().Which;
        fault.Code.Should().Be(DicomFaults.Truncated);
        fault.Offset.Should().BePositive();
        fault.Message.Should().Contain("byte offset").And.Contain("send the object again");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_lacks_only_its_last_elements()
    {
        var bytes = Samples.Bytes(Samples.Film());
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                var file = DicomFile.Read(new MemoryStream(bytes[..length]));
                FrameReader.Read(file).Should().BeOfType<FrameOutcome.Unreadable>("pixels stand last");
            }
            catch (DicomFormatException) { }
        }
    }

    [Fact]
    public void Bytes_without_a_preamble_are_not_taken_for_a_file()
    {
        var reading = () => DicomFile.Read(new MemoryStream("not a film at all"u8.ToArray()));
        reading.Should().Throw<DicomFormatException>().Which.Code.Should().Be(DicomFaults.MissingPreamble);
    }

    [Fact]
    public void A_file_without_a_transfer_syntax_is_refused()
    {
        var file = Samples.Film();
        file.Meta.Remove(Tags.TransferSyntaxUID);
        var reading = () => Samples.Again(file);
        reading.Should().Throw<DicomFormatException>().Which.Code.Should().Be(DicomFaults.MissingAttribute);
    }

    [Fact]
    public void No_message_of_a_fault_holds_a_value_of_the_patient()
    {
        var bytes = Samples.Bytes(Samples.Film());
        for (var length = 140; length < bytes.Length; length += 7)
        {
            try
            {
                DicomFile.Read(new MemoryStream(bytes[..length]));
            }
            catch (DicomFormatException fault)
            {
                fault.Message.Should().NotContain("Wang").And.NotContain("SYN-0001").And.NotContain("秀英");
            }
        }
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.1.99")]
    [InlineData("1.2.840.10008.1.2.2")]
    public void A_film_reads_the_same_after_each_native_transfer_syntax(string syntax)
    {
        var file = Samples.Again(DicomFile.Create(Samples.Film().DataSet, syntax));
        file.TransferSyntaxUid.Should().Be(syntax);
        file.DataSet.GetPersonName(Tags.PatientName).Should().Be(new PersonName("Wang^Xiuying", "王^秀英"));
        file.DataSet.GetSequence(Tags.AnatomicRegionSequence).Single().GetString(Tags.CodeMeaning).Should().Be("Chest");
        Samples.Readable(file).Frame.Values.Should().Equal(Samples.Readable(Samples.Film()).Frame.Values);
    }

    [Fact]
    public void Nested_sequences_of_defined_and_undefined_length_are_read()
    {
        // (0040,A730) Content Sequence with one item of defined length that holds one of undefined length.
        byte[] inner =
        [
            0xFE,
            0xFF,
            0x00,
            0xE0,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            8,
            0,
            0,
            1,
            (byte)'S',
            (byte)'H',
            2,
            0,
            (byte)'A',
            (byte)'B',
            0xFE,
            0xFF,
            0x0D,
            0xE0,
            0,
            0,
            0,
            0,
            0xFE,
            0xFF,
            0xDD,
            0xE0,
            0,
            0,
            0,
            0,
        ];
        byte[] item = [8, 0, 0x64, 0x11, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. inner];
        byte[] sequence =
        [
            0x40,
            0,
            0x30,
            0xA7,
            (byte)'S',
            (byte)'Q',
            0,
            0,
            (byte)(item.Length + 8),
            0,
            0,
            0,
            0xFE,
            0xFF,
            0,
            0xE0,
            (byte)item.Length,
            0,
            0,
            0,
            .. item,
        ];
        var dataSet = new DataSet();
        new DataSetReader(sequence, TransferSyntax.ExplicitLittleEndian, 0).ReadAll(dataSet);
        var found = dataSet.GetSequence(new Tag(0x0040, 0xA730)).Single().GetSequence(new Tag(0x0008, 0x1164)).Single();
        found.GetString(Tags.CodeValue).Should().Be("AB");
    }

    [Fact]
    public void Sequences_nested_without_end_are_refused()
    {
        byte[] one =
        [
            8,
            0,
            0x64,
            0x11,
            (byte)'S',
            (byte)'Q',
            0,
            0,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            0xFE,
            0xFF,
            0,
            0xE0,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
        ];
        var bytes = Enumerable.Repeat(one, 5000).SelectMany(b => b).ToArray();
        var reading = () => new DataSetReader(bytes, TransferSyntax.ExplicitLittleEndian, 0).ReadAll(new DataSet());
        reading.Should().Throw<DicomFormatException>().Which.Code.Should().Be(DicomFaults.NestedTooDeep);
    }

    [Fact]
    public void Implicit_elements_take_their_representation_from_the_dictionary_and_unknown_ones_are_UN()
    {
        byte[] bytes = [0x28, 0, 0x10, 0, 2, 0, 0, 0, 4, 0, 0x29, 0, 1, 0x10, 2, 0, 0, 0, 1, 2];
        var dataSet = new DataSet();
        new DataSetReader(bytes, TransferSyntax.ImplicitLittleEndian, 0).ReadAll(dataSet);
        dataSet.GetInt(Tags.Rows).Should().Be(4);
        dataSet.Find(new Tag(0x0029, 0x1001))!.VR.Should().Be(VR.UN);
    }

    /// <summary>Any damage gives a film, a reason, or a format fault: never another exception, never a hang.</summary>
    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.1.99")]
    [InlineData("1.2.840.10008.1.2.2")]
    public void Flipped_bytes_and_cuts_never_give_anything_but_a_format_fault(string syntax)
    {
        const int Seed = 20260301;
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}");
        var random = new Random(Seed);
        var whole = Samples.Bytes(DicomFile.Create(Samples.Film().DataSet, syntax));
        for (var round = 0; round < 4000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 12); flips > 0; flips--)
                bytes[random.Next(132, bytes.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0)
                bytes = bytes[..random.Next(132, bytes.Length)];
            try
            {
                var file = DicomFile.Read(new MemoryStream(bytes));
                FrameReader.Read(file);
                foreach (var element in file.DataSet.Where(e => e.VR is VR.PN or VR.LO or VR.CS or VR.DS or VR.US))
                    file.DataSet.GetStrings(element.Tag);
            }
            catch (DicomFormatException) { }
        }
    }

    [Fact]
    public void Any_text_and_numbers_survive_writing_and_reading()
    {
        Prop.ForAll<NonNull<string>, int, double>(
                (text, whole, number) =>
                {
                    var clean = new string([
                        .. text.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c != '\\'),
                    ]).Trim(' ');
                    clean = clean[..Math.Min(clean.Length, 64)].Trim(' ');
                    var word = (ushort)(whole & 0xFFFF);
                    if (!double.IsFinite(number))
                        number = 0.5;
                    var dataSet = new DataSet()
                        .Set(Tags.SpecificCharacterSet, VR.CS, "ISO_IR 192")
                        .Set(Tags.SOPClassUID, VR.UI, FrameWriter.DigitalXRayForPresentation)
                        .Set(Tags.SOPInstanceUID, VR.UI, Uid.FromSeed(clean))
                        .Set(Tags.StudyDescription, VR.LO, clean)
                        .Set(Tags.SeriesNumber, VR.IS, whole == int.MinValue ? 0 : whole)
                        .Set(new Tag(0x0018, 0x9089), VR.FD, number)
                        .Set(Tags.Rows, VR.US, word);
                    foreach (
                        var syntax in (string[])["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"]
                    )
                    {
                        var again = Samples.Again(DicomFile.Create(dataSet, syntax)).DataSet;
                        again.GetString(Tags.StudyDescription).Should().Be(clean.Length == 0 ? null : clean);
                        again.GetInt(Tags.SeriesNumber).Should().Be(whole == int.MinValue ? 0 : whole);
                        again.GetDouble(new Tag(0x0018, 0x9089)).Should().Be(number);
                        again.GetInt(Tags.Rows).Should().Be(word);
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
