using System.Text;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Features;
using Encoding = System.Text.Encoding;

namespace Xinglin.Learning.Tests.Tables;

public sealed class CsvTableTests : IDisposable
{
    private const string Chinese = "病历号,血肌酐(μmol/L),科室\nA1,88.5,心血管内科\nA2,101,鼾症门诊\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written(byte[] bytes)
    {
        var path = _folder.File("t.csv");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [Theory]
    [InlineData("GB18030", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", false)]
    public void A_Chinese_table_is_read_in_the_encodings_that_hospitals_write(string name, bool noted)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var table = CsvTable.Read(Written([.. encoding.GetPreamble(), .. encoding.GetBytes(Chinese)]));
        table.Columns.Should().Equal("病历号", "血肌酐(μmol/L)", "科室");
        table.Column("科室").Should().Equal("心血管内科", "鼾症门诊");
        table.Notes.Any(n => n.En.Contains("GB18030")).Should().Be(noted);
    }

    [Fact]
    public void Western_text_is_not_taken_for_Chinese() =>
        Assert
            .Throws<InvalidInputException>(() =>
                CsvTable.Read(Written(Encoding.Latin1.GetBytes("âge,größe,fièvre,ménopause\n40,1.8,oui,n\xE9ant\n")))
            )
            .Remedy.Should()
            .Contain("UTF-8");

    [Fact]
    public void A_comma_in_a_quoted_name_does_not_hide_the_semicolons()
    {
        var table = CsvTable.Read("\"CRP, mg/L\";age;y\n3.5;70;1\n", "t.csv");
        table.Columns.Should().Equal("CRP, mg/L", "age", "y");
        CsvTable.Read("a, b;c,d\n1,2,3\n", "t.csv").Columns.Should().Equal("a", "b;c", "d");
    }
}
