using System.Text;
using Xinglin.Dicom.DataSets;

namespace Xinglin.Dicom.Tests.DataSets;

public class CharacterSetTests
{
    [Theory]
    [InlineData("GB18030", "Wang^XiaoDong=王^小东=")]
    [InlineData("GBK", "Zhang^Wei=张^伟")]
    [InlineData("ISO_IR 192", "Müller^Jörg=李^强")]
    [InlineData("ISO_IR 100", "Buc^Jérôme")]
    [InlineData("ISO_IR 144", "Люкceмбypг")]
    public void A_name_survives_its_character_set(string term, string name)
    {
        var dataSet = new DataSet().Set(Tags.SpecificCharacterSet, VR.CS, term).Set(Tags.PatientName, VR.PN, name);
        dataSet.GetString(Tags.PatientName).Should().Be(name);
    }

    [Fact]
    public void A_backslash_byte_inside_a_GB18030_character_does_not_divide_the_value()
    {
        // 誠 is B5 5C... in GBK: its second byte is that of a backslash.
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("誠")[1].Should().Be(0x5C);
        var dataSet = new DataSet()
            .Set(Tags.SpecificCharacterSet, VR.CS, "GB18030")
            .Set(Tags.OtherPatientIDs, VR.LO, "誠一", "B");
        dataSet.GetStrings(Tags.OtherPatientIDs).Should().Equal("誠一", "B");
    }

    [Fact]
    public void An_item_inherits_the_character_set_around_it()
    {
        var dataSet = new DataSet().Set(Tags.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        dataSet.Set(Tags.AnatomicRegionSequence, dataSet.NewItem().Set(Tags.CodeMeaning, VR.LO, "胸部"));
        dataSet.GetSequence(Tags.AnatomicRegionSequence).Single().GetString(Tags.CodeMeaning).Should().Be("胸部");
    }

    [Fact]
    public void A_character_that_the_set_lacks_is_refused_with_the_mend()
    {
        var writing = () => new DataSet().Set(Tags.PatientName, VR.PN, "王^秀英");
        writing.Should().Throw<ArgumentException>().WithMessage("*ISO_IR 192*");
    }

    [Fact]
    public void A_value_longer_than_its_representation_allows_is_refused()
    {
        var writing = () => new DataSet().Set(Tags.AccessionNumber, VR.SH, "12345678901234567");
        writing.Should().Throw<ArgumentException>().WithMessage("*at most 16 characters*");
        var name = () => new DataSet().Set(Tags.PatientName, VR.PN, new string('A', 64) + "=" + new string('B', 64));
        name.Should().NotThrow();
    }

    [Fact]
    public void An_unknown_character_set_is_named_and_not_guessed()
    {
        var dataSet = new DataSet()
            .Set(Tags.PatientName, VR.PN, "Doe^Jane")
            .Set(Tags.SpecificCharacterSet, VR.CS, "KLINGON");
        var reading = () => dataSet.GetString(Tags.PatientName);
        reading.Should().Throw<DicomFormatException>().Which.Code.Should().Be(DicomFaults.MalformedValue);
    }

    [Fact]
    public void A_name_never_shows_itself_in_a_text()
    {
        new PersonName("Wang^Xiuying", "王^秀英").ToString().Should().NotContain("Wang").And.NotContain("秀");
    }
}
