using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Evaluation.Cards;

/// <summary>
/// The 31 source attributes that ONC's HTI-1 rule asks of a predictive decision support intervention (45 CFR
/// 170.315(b)(11)(iv)(B), 89 FR 1192, 9 January 2024), headings in our own short words.
/// </summary>
public static class SourceAttributes
{
    /// <summary>The role of most models in the decision.</summary>
    public static readonly BilingualText Informs = new("提示，由临床医师决定", "informs; a clinician decides");

    public static readonly IReadOnlyList<SourceAttribute> All =
    [
        new("1.i", "developer", new("开发者名称与联系方式", "Developer and contact")),
        new("1.ii", "funding", new("开发经费来源", "Funding of the technical implementation")),
        new("1.iii", "output", new("输出数值的含义", "What value the intervention puts out")),
        new("1.iv", "output_type", new("输出类型（预测、分类、建议、评价、分析）", "Kind of output")),
        new("2.i", "intended_use", new("预期用途", "Intended use")),
        new("2.ii", "intended_population", new("预期患者人群", "Intended patient population")),
        new("2.iii", "intended_users", new("预期使用者", "Intended users")),
        new("2.iv", "decision_role", new("在决策中的作用（提示、辅助、替代）", "Intended role in the decision")),
        new(
            "3.i",
            "cautioned_use",
            new("不宜使用的任务、情形与人群", "Tasks, situations or populations to be cautious of")
        ),
        new(
            "3.ii",
            "known_risks",
            new("已知风险、不当场景与局限", "Known risks, inappropriate settings and uses, limitations")
        ),
        new(
            "4.i",
            "inclusion_exclusion",
            new("训练数据的纳入与排除标准", "Inclusion and exclusion criteria of the training data")
        ),
        new(
            "4.ii",
            "demographic_features",
            new("作为输入的人口学与社会变量", "Demographic and social variables used as input")
        ),
        new(
            "4.iii",
            "representativeness",
            new("训练数据的人口学代表性", "Demographic representativeness of the training data")
        ),
        new(
            "4.iv",
            "relevance",
            new("训练数据与使用场所的相关性", "Relevance of the training data to the intended setting")
        ),
        new("5.i", "fairness_approach", new("保证输出公平的方法", "Approach to a fair output")),
        new(
            "5.ii",
            "bias_management",
            new("控制、减少或消除偏倚的方法", "Approaches to manage, reduce or eliminate bias")
        ),
        new(
            "6.i",
            "external_data",
            new("外部验证的数据、场所或环境", "External validation: data source, setting or environment")
        ),
        new("6.ii", "external_party", new("外部验证的实施者", "External validation: who carried it out")),
        new(
            "6.iii",
            "external_representativeness",
            new("外部数据的人口学代表性", "External validation: demographic representativeness")
        ),
        new("6.iv", "external_process", new("外部验证的过程", "External validation: process")),
        new("7.i", "validity_internal", new("同来源测试数据上的有效性", "Validity in test data of the same source")),
        new("7.ii", "fairness_internal", new("同来源测试数据上的公平性", "Fairness in test data of the same source")),
        new("7.iii", "validity_external", new("外部数据上的有效性", "Validity in external data")),
        new("7.iv", "fairness_external", new("外部数据上的公平性", "Fairness in external data")),
        new(
            "7.v",
            "outcome_references",
            new("对结局影响的评价文献", "References to evaluations of its effect on outcomes")
        ),
        new(
            "8.i",
            "validity_monitoring",
            new("有效性监测的过程与频率", "Process and frequency of monitoring validity")
        ),
        new("8.ii", "validity_local", new("本地数据上的有效性", "Validity in local data")),
        new(
            "8.iii",
            "fairness_monitoring",
            new("公平性监测的过程与频率", "Process and frequency of monitoring fairness")
        ),
        new("8.iv", "fairness_local", new("本地数据上的公平性", "Fairness in local data")),
        new("9.i", "update_process", new("更新的过程与频率", "Process and frequency of updates")),
        new(
            "9.ii",
            "correction_frequency",
            new("发现风险后校正性能的频率", "How often performance is corrected when risks are found")
        ),
    ];

    /// <summary>
    /// Reads the trainer's statements: a JSON object of text by key; a text may also be <c>{ "zh": …, "en": … }</c>.
    /// </summary>
    /// <exception cref="InvalidInputException">The file is absent, not such an object, or names an unknown key.</exception>
    public static IReadOnlyDictionary<string, BilingualText> Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw InvalidInputException.In(name, "The file does not exist; name a JSON file with source attributes.");
        JsonObject? json;
        try
        {
            json =
                JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { AllowDuplicateProperties = false })
                as JsonObject;
        }
        catch (JsonException fault)
        {
            throw InvalidInputException.In(
                $"{name}, line {fault.LineNumber + 1}",
                "This is not JSON, or names a member twice."
            );
        }
        if (json is null)
            throw InvalidInputException.In(name, "The file must hold one JSON object, with texts by key.");
        var known = All.Select(a => a.Key).ToHashSet();
        var stated = new Dictionary<string, BilingualText>();
        foreach (var (key, value) in json)
        {
            if (!known.Contains(key))
            {
                throw InvalidInputException.In(
                    $"{name}, '{key}'",
                    $"No source attribute is called so. Known: {string.Join(", ", All.Select(a => a.Key))}."
                );
            }

            try
            {
                stated[key] = BilingualTextConverter.FromNode(value) ?? throw new JsonException();
            }
            catch (JsonException)
            {
                throw InvalidInputException.In($"{name}, '{key}'", "Give a text, or one for each of zh and en.");
            }
        }
        return stated;
    }

    /// <summary>The section of a card: what was stated goes before what the training itself knows; the rest is said to be unknown.</summary>
    /// <param name="stated">From the trainer; null for nothing.</param>
    /// <param name="known">From the training, by key.</param>
    public static CardSection Section(
        IReadOnlyDictionary<string, BilingualText>? stated,
        IReadOnlyDictionary<string, BilingualText> known
    ) =>
        new(
            new("来源属性（ONC HTI-1）", "Source attributes (ONC HTI-1)"),
            new CardBlock.Paragraph(
                new(
                    "45 CFR 170.315(b)(11)(iv)(B)；训练者可用 `--about FILE.json` 按键名补充。",
                    "45 CFR 170.315(b)(11)(iv)(B); the trainer states what is missing with `--about FILE.json`, by key."
                )
            ),
            CardBlock.Table.Each(
                [BilingualText.Same("§"), new("属性", "attribute"), new("内容", "statement")],
                All,
                a =>
                    [
                        BilingualText.Same(a.Paragraph),
                        a.Name + BilingualText.Same($" `{a.Key}`"),
                        Statement(a, stated, known) ?? new("训练者未说明", "not stated by the trainer"),
                    ]
            )
        );

    /// <summary>The same as a document: text by key, null where nobody said anything.</summary>
    public static JsonObject ToJson(
        IReadOnlyDictionary<string, BilingualText>? stated,
        IReadOnlyDictionary<string, BilingualText> known
    ) =>
        new(
            All.Select(a =>
                KeyValuePair.Create(
                    a.Key,
                    Statement(a, stated, known) is { } text ? BilingualTextConverter.ToNode(text) : null
                )
            )
        );

    private static BilingualText? Statement(
        SourceAttribute attribute,
        IReadOnlyDictionary<string, BilingualText>? stated,
        IReadOnlyDictionary<string, BilingualText> known
    ) => stated?.GetValueOrDefault(attribute.Key) ?? known.GetValueOrDefault(attribute.Key);
}
