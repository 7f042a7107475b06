using Xinglin.Reports.Checking;
using Xinglin.Reports.Writing;

namespace Xinglin.Reports.Tests.Checking;

public class DraftCheckerTests
{
    private const int Seed = 20261122;

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void A_thousand_generated_drafts_meet_no_objection(string language)
    {
        var predictions = new RandomPredictions(Seed);
        for (var i = 0; i < 1000; i++)
        {
            var (reading, patient) = predictions.Next();
            var draft = DraftWriter.Write(reading, patient);
            var objections = DraftChecker.Check(draft, language);
            objections
                .Should()
                .BeEmpty(
                    "seed {0}, draft {1}: {2}",
                    Seed,
                    i,
                    objections.Count == 0
                        ? ""
                        : draft
                            .Texts[language]
                            .Sections.SelectMany(s => s.Sentences)
                            .First(s => s.Id == objections[0].SentenceId)
                            .Text
                );
        }
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void Every_sentence_of_a_generated_draft_rests_on_facts_of_that_draft(string language)
    {
        var predictions = new RandomPredictions(Seed + 1);
        for (var i = 0; i < 200; i++)
        {
            var (reading, patient) = predictions.Next();
            var draft = DraftWriter.Write(reading, patient);
            var known = draft.Facts.Select(fact => fact.Id).ToHashSet();
            foreach (var sentence in draft.Texts[language].Sections.SelectMany(section => section.Sentences))
            {
                sentence.FactIds.Should().NotBeEmpty(sentence.Text).And.BeSubsetOf(known);
            }
        }
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void At_least_99_of_100_falsified_sentences_are_caught(string language)
    {
        var predictions = new RandomPredictions(Seed + 2);
        var mutations = new Mutations(Seed + 3);
        Dictionary<string, (int Made, int Caught)> tally = [];
        List<string> escaped = [];
        for (var i = 0; i < 200; i++)
        {
            var (reading, patient) = predictions.Next();
            var draft = DraftWriter.Write(reading, patient);
            foreach (var sentence in draft.Texts[language].Sections.SelectMany(section => section.Sentences))
            {
                foreach (var (kind, text) in mutations.Of(sentence.Text))
                {
                    var caught = DraftChecker.Check(draft, sentence with { Text = text }, language).Count > 0;
                    var (made, hits) = tally.GetValueOrDefault(kind);
                    tally[kind] = (made + 1, hits + (caught ? 1 : 0));
                    if (!caught)
                    {
                        escaped.Add($"{kind}: {sentence.Text} → {text}");
                    }
                }
            }
        }
        foreach (var (kind, (made, caught)) in tally)
        {
            TestContext.Current.SendDiagnosticMessage($"{language} {kind}: {caught} of {made}");
        }
        var total = tally.Values.Sum(t => t.Made);
        total.Should().BeGreaterThan(5000);
        tally.Keys.Should().Contain(["number", "unit", "date", "side", "negation", "finding"]);
        foreach (var (kind, (made, caught)) in tally)
        {
            ((double)caught / made)
                .Should()
                .BeGreaterThanOrEqualTo(
                    0.99,
                    "{0} ({1} of {2}); {3}",
                    kind,
                    caught,
                    made,
                    string.Join("\n", escaped.Where(e => e.StartsWith(kind)).Take(8))
                );
        }
    }
}
