using Xinglin.Server.Pages.Findings;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Pages.Studies;

public sealed class StudyNamesTests
{
    [Theory]
    [InlineData("Chest PA", "胸部后前位")]
    [InlineData("CHEST, PA AND LATERAL", "胸部后前位、侧位")]
    [InlineData("XR Chest AP portable", "床旁胸部前后位X线片")]
    [InlineData("CT Abdomen w/ contrast", "腹部CT增强")]
    [InlineData("C-Spine lat", "颈椎侧位")]
    [InlineData("Left knee AP", "左侧膝关节前后位")]
    public void A_description_whose_words_are_known_is_read_in_Chinese(string sent, string zh) =>
        StudyNames.Of(sent).Should().Be(new BilingualText(zh, sent));

    [Theory]
    [InlineData("Chest PA pre-op Dr Smith")]
    [InlineData("胸部正位片")]
    [InlineData("PA")]
    [InlineData("!!")]
    public void Other_words_stand_as_the_modality_sent_them(string sent) =>
        StudyNames.Of(sent).Should().Be(new BilingualText(sent, sent));
}
