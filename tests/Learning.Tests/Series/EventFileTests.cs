using System.IO.Compression;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

public sealed class EventFileTests
{
    [Fact]
    public void Events_come_sorted_by_id_and_time_whatever_the_order_of_lines_and_columns()
    {
        var events = Read("value,variable,time,id\n3,hr,2,b\n1,hr,5,a\n2,hr,1,b\n4,temp,0,a\n");
        events.Ids.Should().Equal("b", "a");
        events.Of(0).Should().Be((0, 2));
        events.Time.Should().Equal(1, 2, 0, 5);
        events.Value.Should().Equal(2, 3, 4, 1);
        events.Variables.Should().Equal("hr", "temp");
    }

    [Fact]
    public void Lines_without_a_value_are_counted_not_guessed() =>
        Read("id,time,variable,value\na,0,hr,\na,1,hr,70\n")
            .Should()
            .Match<EventTable>(t => t.Blank == 1 && t.Count == 1);

    [Fact]
    public void A_gzipped_file_reads_like_a_plain_one()
    {
        var path = Path.GetTempFileName();
        using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionMode.Compress)))
            writer.Write("id,time,variable,value\na,0,hr,70\n");
        EventFile.Read(path).Value.Should().Equal(70);
        File.Delete(path);
    }

    [Theory]
    [InlineData("id,variable,value\n", "line 1", "header")]
    [InlineData("id,time,variable,value\na,0,hr,70\na,x,hr,70\n", "line 3, column time", "finite number")]
    [InlineData("id,time,variable,value\na,0,hr,high\n", "line 2, column value", "finite number")]
    [InlineData("id,time,variable,value\na,0,hr,1e300\n", "line 2, column value", "finite number")]
    [InlineData("id,time,variable,value\na,0,hr,Infinity\n", "line 2, column value", "finite number")]
    [InlineData("id,time,hr,sbp\na,0,70,high\n", "line 2, column sbp", "finite number")]
    [InlineData("id,time,hr,sbp\na,0,70\n", "line 2", "4 fields")]
    [InlineData("stay,time,hr\na,0,70\n", "line 1", "--id")]
    [InlineData("", "line 1", "header")]
    [InlineData("id,time,variable,value\na,0,hr,NaN\n", "line 2, column value", "finite number")]
    [InlineData("id,time,variable,value\na,0,hr\n", "line 2", "4 fields")]
    [InlineData("id,time,variable,value\n", "test.csv", "no events")]
    public void Bad_lines_are_refused_with_their_place_and_the_mend(string text, string place, string mend)
    {
        var read = () => Read(text);
        read.Should().Throw<DataRefusedException>().WithMessage($"*{place}*{mend}*");
    }

    [Fact]
    public void The_wide_form_gives_the_same_events_and_remembers_the_moments_of_empty_lines()
    {
        var wide = EventFile.Read(
            new StringReader("stay_id,time,hr,sbp\nx,0,70,\nx,3600,,\nx,7200,NA,120\n"),
            "wide.csv",
            "stay_id",
            1 / 3600.0
        );
        wide.Variables.Should().Equal("hr", "sbp");
        wide.Value.Should().Equal(70, 120);
        wide.Time.Should().Equal(0, 2);
        wide.Blank.Should().Be(4);
        wide.Moments.Should().Equal(new SeriesMoment(0, 0), new SeriesMoment(0, 1), new SeriesMoment(0, 2));
    }

    private static EventTable Read(string text) => EventFile.Read(new StringReader(text), "test.csv");
}
