using System.Diagnostics;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Runs of combining marks, which cost the square of their length to bring into order.</summary>
public sealed class LinearTextTests
{
    /// <summary>Out of order, so that each mark has to pass all before it.</summary>
    private static readonly string Marks = string.Concat(Enumerable.Repeat("\u0301\u0316", 500_000));

    [Fact]
    public void A_name_of_accents_took_a_minute_to_be_indexed()
    {
        var patient = new Patient { Id = "p", Name = [new HumanName { Family = "a" + Marks }] };
        var began = Stopwatch.GetTimestamp();

        IndexRow.Of(patient).Should().Contain(row => row.Parameter == "Patient.family" && row.Value == "a");

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_content_type_of_accents_took_a_minute_to_be_told_from_a_drafts()
    {
        var began = Stopwatch.GetTimestamp();

        Records.Fhir.Rules.ContentClaims.SaysOwnContent(new Binary { ContentType = "a" + Marks }).Should().BeFalse();
        Records
            .Fhir.Rules.ContentClaims.SaysOwnContent(new Binary { ContentType = $"vnd.xing{Marks[..200]}lin.draft" })
            .Should()
            .BeTrue();

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("e\u0301\u0316 \uFF21\uFF9E 王\U00020BB7 ﾊﾞ")]
    [InlineData("a\u0316\u0301\u0316\u0301\u0316\u0301\u0316\u0301\u0316\u0301\u0316\u0301")]
    [InlineData("plain")]
    [InlineData("")]
    public void A_text_of_any_writing_is_normalised_as_ever(string text)
    {
        foreach (var form in Enum.GetValues<NormalizationForm>())
            LinearText.Normalized(text, form).Should().Be(text.Normalize(form));
    }

    [Fact]
    public void Half_width_sound_marks_are_a_run_as_well()
    {
        var began = Stopwatch.GetTimestamp();

        LinearText
            .Normalized("\uFF76" + string.Concat(Enumerable.Repeat("\uFF9E\u0316", 400_000)), NormalizationForm.FormKC)
            .Should()
            .StartWith("\u30AC");

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_character_of_two_halves_is_never_cut()
    {
        // U+1D165 is a mark outside of the first plane.
        var text = "a" + string.Concat(Enumerable.Repeat("\U0001D165", 100)) + "b";

        LinearText.Normalized(text, NormalizationForm.FormC).Should().Be(text);
    }
}
