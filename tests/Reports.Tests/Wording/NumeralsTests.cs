using Xinglin.Reports.Wording;

namespace Xinglin.Reports.Tests.Wording;

public sealed class NumeralsTests
{
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(0.04, "<0.1")]
    [InlineData(0.05, "0.1")]
    [InlineData(1.25, "1.3")]
    [InlineData(99.2, "99.2")]
    [InlineData(99.94, "99.9")]
    [InlineData(99.95, ">99.9")]
    [InlineData(100, "100.0")]
    public void A_fine_percentage_has_one_decimal_and_never_claims_certainty(double value, string words) =>
        Numerals.FinePercentage(value).Should().Be(words);

    [Theory]
    [InlineData(98.6, 99.2, "98.6–99.2%")]
    [InlineData(71, 90, "71–90%")]
    [InlineData(99.6, 99.9, ">99%")]
    [InlineData(0.2, 1.4, "0.2–1.4%")]
    public void An_interval_has_a_decimal_only_where_whole_numbers_do_not_tell_its_ends_apart(
        double low,
        double high,
        string words
    ) => Numerals.Range(low, high, "%", "en").Should().Be(words);
}
