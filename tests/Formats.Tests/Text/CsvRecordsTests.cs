using Xinglin.Formats.Text;

namespace Xinglin.Formats.Tests.Text;

public sealed class CsvRecordsTests
{
    private static List<(int Line, string[] Cells)> Read(string text, char separator = ',')
    {
        using var records = new CsvRecords(new StringReader(text), separator, "t.csv");
        var read = new List<(int, string[])>();
        while (records.Read())
            read.Add((records.Line, records.Cells()));
        return read;
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("5'11\"", "\"5'11\"\"\"")]
    public void A_written_cell_is_quoted_where_a_reader_could_take_it_for_two_and_comes_back_as_it_was(
        string text,
        string written
    )
    {
        CsvText.Cell(text).Should().Be(written);
        Read($"{CsvText.Cell(text)},end\n").Single().Cells.Should().Equal(text, "end");
    }

    [Fact]
    public void A_line_end_in_quotes_belongs_to_its_cell_and_counts_as_a_line()
    {
        var read = Read("a,b\r\n\"x\r\n\r\ny\",\"say \"\"ah\"\", twice\"\r\n3,4");
        read.Select(record => record.Line).Should().Equal(1, 2, 5);
        read[1].Cells.Should().Equal("x\r\n\r\ny", "say \"ah\", twice");
        read[2].Cells.Should().Equal("3", "4");
    }

    [Theory]
    [InlineData("a,b\n5'11\",x\n6'2\",y\n", "5'11\"", "x")]
    [InlineData("a,b\n \"x\" ,\"\"\"y\"\"\"\n", "x", "\"y\"")]
    [InlineData("a,b\r1 ,2\r", "1", "2")]
    public void A_quote_opens_a_cell_only_at_its_beginning(string text, string first, string second) =>
        Read(text)[1].Cells.Should().Equal(first, second);

    [Fact]
    public void A_row_that_begins_with_a_number_sign_was_no_comment() =>
        Read("#,b\n#1,2\n").Select(record => record.Cells[0]).Should().Equal("#", "#1");

    [Fact]
    public void Empty_lines_and_rows_of_other_lengths_are_left_to_the_reader()
    {
        using var records = new CsvRecords(new StringReader("a,b\n\n1,2,3\n4\n"), ',', "t.csv");
        records.Read().Should().BeTrue();
        records.IsEmpty.Should().BeFalse();
        records.Read().Should().BeTrue();
        records.IsEmpty.Should().BeTrue();
        records.Read().Should().BeTrue();
        (records.Line, records.Count).Should().Be((3, 3));
        records[2].ToString().Should().Be("3");
        records.Read().Should().BeTrue();
        records.Count.Should().Be(1);
        records.Read().Should().BeFalse();
        Read("").Should().BeEmpty();
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\"x\n4,5\n", "t.csv, line 3, column 2")]
    [InlineData("a,b\n\"x\"y,2\n", "t.csv, line 2, column 1")]
    [InlineData("a,b\n\"1\n2\",x\n3,\"y\"z\n", "t.csv, line 4, column 2")]
    public void Quotes_that_do_not_close_are_refused_with_line_and_column(string text, string place) =>
        Assert.Throws<InvalidInputException>(() => Read(text)).Place.Should().StartWith(place);

    [Fact]
    public void A_quote_that_is_never_closed_did_not_fill_the_memory()
    {
        var text = "a,b\n\"" + new string('x', CsvRecords.LongestRecord + 10) + "\n1,2\n";
        Assert.Throws<InvalidInputException>(() => Read(text)).Place.Should().StartWith("t.csv, line 2");
        var cell = new string('x', 3_000_000);
        Read($"a,b\n{cell},\"{cell}\"\n")[1].Cells.Should().Equal(cell, cell);
    }

    [Fact]
    public void What_is_written_in_quotes_is_read_back()
    {
        var random = new Random(7);
        var letters = "ab,;\"\n\t 病".ToCharArray();
        var rows = Enumerable
            .Range(0, 300)
            .Select(_ =>
                Enumerable
                    .Range(0, 3)
                    .Select(_ => "c" + new string(random.GetItems(letters, random.Next(6))) + "c")
                    .ToArray()
            )
            .ToList();
        var text = string.Concat(
            rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\"")) + "\r\n")
        );
        var read = Read(text);
        for (var row = 0; row < rows.Count; row++)
            read[row].Cells.Should().Equal(rows[row]);
    }

    [Theory]
    [InlineData("a,b;c,d\n", ',')]
    [InlineData("\"CRP, mg/L, serum\";age;y\n", ';')]
    [InlineData("id\ttime\tvalue, of it\n", '\t')]
    [InlineData("id|time|value\n", '|')]
    [InlineData("x|0|1,y\n", ',')]
    [InlineData("alone\n1;2\n", ',')]
    public void The_separator_is_what_the_header_has_most_of_outside_of_quotes(string text, char separator) =>
        CsvText.SeparatorOf(text).Should().Be(separator);

    [Fact]
    public void A_fault_of_one_line_stays_in_it()
    {
        CsvText.Cells("a,\"b,c\", \"d\" ,\"e\" ,\"f\"\"g\"", ',').Should().Equal("a", "b,c", "d", "e", "f\"g");
        CsvText.Cells("a,\"b", ',').Should().BeNull();
        CsvText.Cells("", ',').Should().Equal("");
        CsvText.Cells("a\rb;", ';').Should().Equal("a b", "");
        CsvText.Cells("#a;b", ';').Should().Equal("#a", "b");
        CsvText.Cells(new string('x', 70_000) + ",y", ',')!.Length.Should().Be(2);
    }
}
