using System.IO.Compression;
using Xinglin.Formats;
using Xinglin.Learning.Series.Data;

namespace Xinglin.Learning.Tests.Series;

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
    [InlineData(
        "id,time,variable,value\na,0,hr,1\na,2026-03-04,hr,1\n",
        "test.csv, column time",
        "Write all in one way"
    )]
    [InlineData("id,time,variable,value\na,04/03/2026,hr,1\n", "line 2, column time", "such as 2026-03-04 08:05")]
    [InlineData("id,time,variable,value\na,0,hr\n", "line 2", "4 fields")]
    [InlineData("id,time,variable,value\n", "test.csv", "no events")]
    public void Bad_lines_are_refused_with_their_place_and_the_mend(string text, string place, string remedy)
    {
        var read = () => Read(text);
        read.Should().Throw<InvalidInputException>().WithMessage($"*{place}*{remedy}*");
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
        wide.PredictionTimes.Should()
            .Equal(new PredictionTime(0, 0), new PredictionTime(0, 1), new PredictionTime(0, 2));
    }

    [Fact]
    public void Dates_were_refused_and_are_counted_from_each_series_first_event()
    {
        var events = Read(
            "id,time,variable,value\na,2026-03-04 08:05:00,hr,70\nb,2026/3/4 7:00,hr,60\na,2026-03-05T08:05:00+00:00,hr,72\nb,2026-03-04T06:30:00,hr,61\n"
        );
        events.Time.Should().Equal(0, 24, 0, 0.5);
        events.Begins![1].Should().Be(new DateTime(2026, 3, 4, 6, 30, 0));
        EventTimes.Text(events.Begins[1].AddHours(events.Time[3])).Should().Be("2026-03-04 07:00:00");
        Read("id,time,variable,value\na,5,hr,70\n").Begins.Should().BeNull();
    }

    [Fact]
    public void Outcomes_at_dates_stand_on_the_clocks_of_the_events_and_NA_is_no_class()
    {
        using var folder = new TestFolder();
        var events = Read("id,time,variable,value\na,2026-03-04 08:00,hr,70\nb,2026-03-05 08:00,hr,60\n");
        var file = folder.Write(
            "o.csv",
            "id;time;label\na;2026-03-04 10:00;1\na;2026-03-04 12:00;NA\nb;2026-03-05 14:30;0\n"
        );
        var outcomes = OutcomeLines.Read(file, "id", "label", 1, events);
        outcomes.Lines.Should().Equal(("a", 2, "1"), ("b", 6.5, "0"));
        outcomes.Empty.Should().Be(1);
        var mixed = () => OutcomeLines.Read(file, "id", "label", 1, Read("id,time,variable,value\na,1,hr,70\n"));
        mixed
            .Should()
            .Throw<InvalidInputException>()
            .WithMessage("o.csv, column time*dates where the events file has numbers*");
    }

    [Fact]
    public void Files_of_R_and_of_spreadsheets_were_refused_or_misread()
    {
        var quoted = Read(
            "\"id\";\"time\";\"variable\";\"value\"\n\"a\";0;\"glucose; fasting\";5.5\n\"a\";1;\"x\";NA\n"
        );
        quoted.Variables.Should().Equal("glucose; fasting");
        quoted.Blank.Should().Be(1);
        Read("id\ttime\thr\na\t0\t70\n").Value.Should().Equal(70);
    }

    [Fact]
    public void Times_in_quotes_were_refused_and_doubled_quotes_stayed_double()
    {
        var events = Read("id,time,variable,value\n\"a\",\"0.5\",\"note \"\"x\"\"\",\"7\"\n\n\"a\",1,\"y\nz\",8\n");
        events.Variables.Should().Equal("note \"x\"", "y\nz");
        events.Value.Should().Equal(7, 8);
        var afterTwoLines = () => Read("id,time,variable,value\na,0,\"y\nz\",1\na,1,hr,x\n");
        afterTwoLines.Should().Throw<InvalidInputException>().WithMessage("test.csv, line 4, column value*");
    }

    [Fact]
    public void Chinese_variables_in_GBK_became_one_and_the_same()
    {
        using var folder = new TestFolder();
        var gbk = System.Text.CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        File.WriteAllBytes(
            folder.File("e.csv"),
            gbk.GetBytes("id,time,variable,value\n张,0,乳酸,1\n张,0,心率,80\n李,0,体温,37\n")
        );
        var events = EventFile.Read(folder.File("e.csv"));
        events.Variables.Should().Equal("乳酸", "心率", "体温");
        events.Ids.Should().Equal("张", "李");
        File.WriteAllBytes(folder.File("o.csv"), gbk.GetBytes("id,结局\n张,死亡\n李,存活\n"));
        OutcomeLines.Read(folder.File("o.csv"), "id", "结局").Lines[0].Outcome.Should().Be("死亡");
        File.WriteAllBytes(folder.File("z.csv"), [0xff, 0xfe, 0xff, 0xff, 0x80, 0x41, 0x0a]);
        var noText = () => EventFile.Read(folder.File("z.csv"));
        noText.Should().Throw<InvalidInputException>();
    }

    private static EventTable Read(string text) => EventFile.Read(new StringReader(text), "test.csv");
}
