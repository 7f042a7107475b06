using Xinglin.Reports.Checking;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Writing;

namespace Xinglin.Reports.Tests.Guides;

/// <summary>The example of docs/guides/adding-a-document-section.md.</summary>
public sealed class AddingASectionTests
{
    [Fact]
    public void Each_sentence_of_the_new_section_rests_on_facts_and_meets_no_objection()
    {
        var predictions = new RandomPredictions(7);
        var (reading, patient) = (predictions.Diagnosis(), predictions.Patient("p1"));
        var draft = DraftWriter.Write(reading, patient);
        foreach (var (language, write) in Sections)
        {
            var note = new DocumentBuilder(language, FactSheet.Collect(reading, patient));
            write(note);
            var text = note.Build("test");

            text.Sections.Single().Sentences.Single().FactIds.Should().BeEquivalentTo("model", "population");
            DraftChecker
                .Check(
                    draft with
                    {
                        Texts = new Dictionary<string, DraftText> { [text.Language] = text },
                    },
                    text.Language
                )
                .Should()
                .BeEmpty();
        }
    }

    [Fact]
    public void A_number_that_no_fact_holds_is_not_written()
    {
        var writing = () => CitedText.Of($"measured on 303 patients");
        writing.Should().Throw<InvalidOperationException>();
    }

    private static readonly (Phrasing, Action<DocumentBuilder>)[] Sections =
    [
        (Phrasing.English, BasisSection.English),
        (Phrasing.Chinese, BasisSection.Chinese),
    ];
}
