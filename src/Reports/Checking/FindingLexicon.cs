using System.Text.RegularExpressions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Checking;

/// <summary>
/// Names of findings and diagnoses in both languages. Each line is one concept; a text that names it needs a fact that does.
/// The draft's own findings and problems are added under their labels, so that a model's label is always known.
/// </summary>
internal sealed class FindingLexicon
{
    // Longer names first within a concept; concepts that contain one another stay apart by longest match.
    private static readonly string[][] Concepts =
    [
        ["pneumonia", "肺炎"],
        ["consolidation", "实变"],
        ["infiltrate", "infiltration", "浸润"],
        ["pleural effusion", "effusion", "胸腔积液", "胸水"],
        ["pneumothorax", "气胸"],
        ["cardiomegaly", "enlarged heart", "心影增大", "心脏增大"],
        ["atelectasis", "肺不张"],
        ["emphysema", "肺气肿"],
        ["pulmonary oedema", "pulmonary edema", "肺水肿"],
        ["oedema", "edema", "水肿"],
        ["nodule", "结节"],
        ["mass", "肿块", "占位"],
        ["fracture", "骨折"],
        ["tuberculosis", "肺结核", "结核"],
        ["fibrosis", "纤维化"],
        ["lung cancer", "肺癌"],
        ["cancer", "carcinoma", "malignancy", "tumour", "tumor", "恶性肿瘤", "肿瘤"],
        ["pulmonary embolism", "肺栓塞"],
        ["coronary artery disease", "coronary heart disease", "冠心病", "冠状动脉粥样硬化性心脏病"],
        ["heart disease", "心脏病"],
        ["myocardial infarction", "心肌梗死", "心肌梗塞"],
        ["heart failure", "心力衰竭", "心衰"],
        ["atrial fibrillation", "房颤", "心房颤动"],
        ["angina", "心绞痛"],
        ["stroke", "脑卒中", "中风"],
        ["hypertension", "高血压"],
        ["hypotension", "低血压"],
        ["diabetes", "糖尿病"],
        ["hypoglycaemia", "hypoglycemia", "低血糖"],
        ["hyperglycaemia", "hyperglycemia", "高血糖"],
        ["asthma", "哮喘"],
        ["copd", "chronic obstructive pulmonary disease", "慢性阻塞性肺疾病", "慢阻肺"],
        ["chronic kidney disease", "慢性肾脏病"],
        ["anaemia", "anemia", "贫血"],
        ["sepsis", "脓毒症"],
        ["thrombosis", "血栓"],
        ["haemorrhage", "hemorrhage", "出血"],
        ["aneurysm", "动脉瘤"],
        ["hyperlipidaemia", "hyperlipidemia", "高脂血症", "血脂异常"],
        ["dyspnoea", "dyspnea"],
        ["cirrhosis", "肝硬化"],
    ];

    private static readonly Dictionary<string, string[]> ConceptOf = Concepts
        .SelectMany(concept => concept.Select(word => (word, concept)))
        .ToDictionary(pair => pair.word, pair => pair.concept, StringComparer.OrdinalIgnoreCase);

    private static readonly Regex Words = new(
        string.Join(
            "|",
            ConceptOf
                .Keys.OrderByDescending(word => word.Length)
                .Select(word => char.IsAsciiLetter(word[0]) ? $@"\b{Regex.Escape(word)}(?![a-z])" : Regex.Escape(word))
        ),
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled
    );

    private readonly string[][] _labels;

    private FindingLexicon(string[][] labels) => _labels = labels;

    /// <summary>The lexicon with the labels of this draft's findings and problems.</summary>
    public static FindingLexicon For(Draft draft) =>
        new([
            .. draft
                .Facts.Where(fact => fact.Present is not null && fact.Kind != FactKinds.Region)
                .Select(fact =>
                    new[]
                    {
                        fact.Label.En,
                        fact.Label.Zh,
                        Writing.Phrasing.ShortName(fact.Label.En),
                        Writing.Phrasing.ShortName(fact.Label.Zh),
                    }
                        .Distinct()
                        .ToArray()
                )
                .Select(words => words.Where(word => word.Length > 1 && !ConceptOf.ContainsKey(word)).ToArray())
                .Where(words => words.Length > 0)
                .DistinctBy(words => string.Join('|', words)),
        ]);

    /// <summary>Each place where a concept is named; a name within a longer name of the draft's own counts once.</summary>
    public IEnumerable<(int Start, string Text, string[] Synonyms)> Mentions(string text)
    {
        List<(int Start, int End)> taken = [];
        foreach (var label in _labels)
        {
            foreach (var word in label)
            {
                var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
                while (at >= 0)
                {
                    if (!taken.Any(span => span.Start <= at && at + word.Length <= span.End))
                    {
                        taken.Add((at, at + word.Length));
                        yield return (at, text.Substring(at, word.Length), label);
                    }
                    at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase);
                }
            }
        }
        foreach (Match match in Words.Matches(text))
        {
            if (!taken.Any(span => span.Start <= match.Index && match.Index + match.Length <= span.End))
            {
                yield return (match.Index, match.Value, ConceptOf[match.Value]);
            }
        }
    }

    /// <summary>True when the words of a fact name the concept, in either language.</summary>
    public static bool Names(Fact fact, string[] synonyms) =>
        synonyms.Any(word =>
            fact.Label.En.Contains(word, StringComparison.OrdinalIgnoreCase)
            || fact.Label.Zh.Contains(word, StringComparison.Ordinal)
            || fact.Statement.En.Contains(word, StringComparison.OrdinalIgnoreCase)
            || fact.Statement.Zh.Contains(word, StringComparison.Ordinal)
        );
}
