using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>
/// A training as one inspectable JSON document (docs/formats.md, "Plans"). With its <see cref="Search"/> list filled,
/// running it again on the same data gives the same model, bit for bit, on the same machine.
/// </summary>
public sealed record TabularPlan
{
    public const string Format = "xinglin-plan/1";

    public string Data { get; init; } = "";
    public string Target { get; init; } = "";
    public string? Id { get; init; }
    public string? Group { get; init; }
    public IReadOnlyList<string> Drop { get; init; } = [];
    public IReadOnlyList<string> Positive { get; init; } = [];
    public IReadOnlyList<string> Categorical { get; init; } = [];
    public string? Folds { get; init; }
    public string Out { get; init; } = "";
    public int Seed { get; init; } = 42;
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Outer folds that measure, where no fold file is given.</summary>
    public int OuterFolds { get; init; } = 5;

    /// <summary>Inner folds that choose.</summary>
    public int InnerFolds { get; init; } = 5;

    /// <summary>Splits that each candidate is measured on; above <see cref="InnerFolds"/> the rows are dealt again. 0: one for each inner fold.</summary>
    public int InnerSplits { get; init; }

    /// <summary>Members of the bootstrap ensemble behind the intervals of probabilities.</summary>
    public int Members { get; init; } = 24;

    /// <summary>Candidates to try; empty: filled in by the budget.</summary>
    public IReadOnlyList<Candidate> Search { get; init; } = [];

    /// <summary>
    /// How many trials were made in each outer fold and for the final model: those beyond <see cref="Search"/> were proposed by
    /// the search itself, which proposes the same again. Empty: each of <see cref="Search"/> once, or what the budget allows.
    /// </summary>
    public IReadOnlyList<int> Trials { get; init; } = [];

    /// <summary>Threshold, coverage, subgroups and source attributes as the trainer states them.</summary>
    public ModelReliabilityOptions Trust { get; init; } = new();

    /// <summary>Texts for the model card: <c>name</c>, <c>title</c>, <c>intended_use</c>, <c>population</c>, <c>limits</c>, <c>licence</c>.</summary>
    public IReadOnlyDictionary<string, BilingualText> Card { get; init; } = new Dictionary<string, BilingualText>();

    /// <summary>What a column means, with its unit and codes, as the card shall say it; by the column's name.</summary>
    public IReadOnlyDictionary<string, BilingualText> Columns { get; init; } = new Dictionary<string, BilingualText>();

    /// <summary>The plan of a command: its plan file, if any, with the options laid over it.</summary>
    /// <exception cref="InvalidInputException">The plan is unreadable, or data, target or folder are named nowhere.</exception>
    public static TabularPlan Of(TabularTrainingOptions o)
    {
        var plan = o.Plan is null ? new TabularPlan() : Read(o.Plan);
        plan = plan with
        {
            Data = o.Data ?? plan.Data,
            Target = o.Target ?? plan.Target,
            Id = o.Id ?? plan.Id,
            Group = o.Group ?? plan.Group,
            Drop = o.Drop ?? plan.Drop,
            Positive = o.Positive ?? plan.Positive,
            Categorical = o.Categorical ?? plan.Categorical,
            Folds = o.Folds ?? plan.Folds,
            Out = o.Out ?? plan.Out,
            Seed = o.Seed ?? plan.Seed,
            Budget = o.Budget ?? plan.Budget,
            Trust = (o.Trust?.Over(plan.Trust) ?? plan.Trust).Checked(),
        };
        foreach (var (value, option) in new[] { (plan.Data, "--data"), (plan.Target, "--target"), (plan.Out, "--out") })
        {
            if (value.Length == 0)
                throw new InvalidInputException($"{option} is missing", $"Give {option}, or name it in the plan.");
        }

        if (plan.Budget <= TimeSpan.Zero)
            throw new InvalidInputException("--budget is not above zero", "Give a time such as 60s.");
        if (plan.InnerSplits < 0 || plan.Trials.Any(t => t < 1) || (plan.Trials.Count > 0 && plan.Search.Count == 0))
        {
            throw new InvalidInputException(
                "the plan's inner_splits or trials are no numbers of something done, or there is no search they belong to",
                "Leave them out, or take a plan as model.json keeps it."
            );
        }

        if (plan.OuterFolds < 2 || plan.InnerFolds < 2 || plan.Members < 2)
        {
            throw new InvalidInputException(
                "the plan has fewer than 2 outer folds, inner folds or members",
                "Give at least 2 of each."
            );
        }

        return plan.InnerSplits == 0 ? plan with { InnerSplits = plan.InnerFolds } : plan;
    }

    /// <exception cref="InvalidInputException">The file is absent or not a plan.</exception>
    public static TabularPlan Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new InvalidInputException($"{name} does not exist", "Name a JSON plan.");
        try
        {
            var json =
                JsonNode.Parse(
                    File.ReadAllText(path),
                    documentOptions: new()
                    {
                        CommentHandling = JsonCommentHandling.Skip,
                        AllowDuplicateProperties = false,
                    }
                ) as JsonObject
                ?? throw new FormatException("the plan is not a JSON object");
            return FromJson(json);
        }
        catch (Exception fault)
            when (fault is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidInputException($"{name}: {fault.Message}", "Correct the plan; see docs/formats.md.");
        }
    }

    /// <exception cref="FormatException">A member is unknown or of the wrong type.</exception>
    public static TabularPlan FromJson(JsonObject json)
    {
        if ((string?)json["format"] != Format || (string?)json["task"] != "tabular")
            throw new FormatException($"the plan is not of format '{Format}' and task 'tabular'");
        var known = new TabularPlan().ToJson().Select(m => m.Key).Append("data_sha256").ToHashSet();
        if (json.Select(m => m.Key).FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            throw new FormatException(
                $"the plan's member '{unknown}' is unknown; known are {string.Join(", ", known)}"
            );
        }

        var basic = new TabularPlan();
        return new TabularPlan
        {
            Data = (string?)json["data"] ?? "",
            Target = (string?)json["target"] ?? "",
            Id = (string?)json["id"],
            Group = (string?)json["group"],
            Drop = Texts(json["drop"]),
            Positive = Texts(json["positive"]),
            Categorical = Texts(json["categorical"]),
            Folds = (string?)json["folds"],
            Out = (string?)json["out"] ?? "",
            Seed = (int?)json["seed"] ?? basic.Seed,
            Budget = (double?)json["budget_seconds"] is { } s ? TimeSpan.FromSeconds(s) : basic.Budget,
            OuterFolds = (int?)json["outer_folds"] ?? basic.OuterFolds,
            InnerFolds = (int?)json["inner_folds"] ?? basic.InnerFolds,
            InnerSplits = (int?)json["inner_splits"] ?? 0,
            Members = (int?)json["members"] ?? basic.Members,
            Search = json["search"] is JsonArray search ? [.. search.Select(c => CandidateJson.FromJson(c!))] : [],
            Trials = json["trials"] is JsonArray trials ? [.. trials.Select(t => (int)t!)] : [],
            Trust = ModelReliabilityOptions.FromJson(json["trust"]),
            Card = Named(json["card"]),
            Columns = Named(json["columns"]),
        };
    }

    public JsonObject ToJson() =>
        new()
        {
            ["format"] = Format,
            ["task"] = "tabular",
            ["data"] = Data,
            ["target"] = Target,
            ["id"] = Id,
            ["group"] = Group,
            ["drop"] = Array(Drop),
            ["positive"] = Array(Positive),
            ["categorical"] = Array(Categorical),
            ["folds"] = Folds,
            ["out"] = Out,
            ["seed"] = Seed,
            ["budget_seconds"] = Budget.TotalSeconds,
            ["outer_folds"] = OuterFolds,
            ["inner_folds"] = InnerFolds,
            ["inner_splits"] = InnerSplits,
            ["members"] = Members,
            ["search"] = new JsonArray([.. Search.Select(c => c.ToJson())]),
            ["trials"] = new JsonArray([.. Trials.Select(t => JsonValue.Create(t))]),
            ["trust"] = Trust.ToJson(),
            ["card"] = Object(Card),
            ["columns"] = Object(Columns),
        };

    /// <summary>The plan as text, indented, Chinese as it is.</summary>
    public string ToText() =>
        ToJson().ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        + "\n";

    private static JsonArray Array(IReadOnlyList<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    /// <summary>Texts by key, each in both languages or, where both read the same, as one string.</summary>
    internal static JsonObject Object(IReadOnlyDictionary<string, BilingualText> texts) =>
        new(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)BilingualTextConverter.ToNode(t.Value))));

    /// <exception cref="JsonException">A text is neither a string nor one for each of zh and en.</exception>
    internal static Dictionary<string, BilingualText> Named(JsonNode? node) =>
        node is JsonObject texts
            ? texts.ToDictionary(t => t.Key, t => BilingualTextConverter.FromNode(t.Value) ?? BilingualText.Same(""))
            : [];

    private static string[] Texts(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray array => [.. array.Select(t => t!.ToString())],
            _ => [node.ToString()],
        };
}
