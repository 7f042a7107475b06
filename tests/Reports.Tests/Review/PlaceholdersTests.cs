using Xinglin.Reports.Review;

namespace Xinglin.Reports.Tests.Review;

public class PlaceholdersTests
{
    [Theory]
    [InlineData("TODO")]
    [InlineData("Heart size: ____ cm.")]
    [InlineData("Impression: [ ]")]
    [InlineData("[insert side] effusion")]
    [InlineData("Seen by Dr XXX.")]
    [InlineData("XX侧胸腔积液。")]
    [InlineData("（ ）")]
    [InlineData("心影：【待补充】")]
    [InlineData("待补充")]
    [InlineData("请填写")]
    [InlineData("???")]
    [InlineData("。")]
    [InlineData("-")]
    public void A_sentence_that_only_kept_a_place_was_signed(string text) => Placeholders.In(text).Should().NotBeNull();

    [Theory]
    [InlineData("Heart and mediastinum normal.")]
    [InlineData("Karyotype 46,XX.")]
    [InlineData("Karyotype 46, XX.")]
    [InlineData("待完善相关检查后复诊。")]
    [InlineData("诊断待定，建议复查 CT（胸部）。")]
    [InlineData("Effusion (left) [see the film of 2026-05-02].")]
    [InlineData("BP 152/94 mmHg?")]
    [InlineData("Factor Xa inhibitor, chromosome X.")]
    public void Words_that_look_like_a_placeholder_are_no_fault(string text) => Placeholders.In(text).Should().BeNull();
}
