using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;
using Xinglin.Synthesis.Tables.Columns;
using Xinglin.Synthesis.Tables.Generators;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Tables;

/// <summary><c>xinglin train cohort</c>: from a table to a generator of tables like it, with its synthesis report.</summary>
public static class CohortTraining
{
    private const int FewestRows = 40;

    /// <returns>The report, with the model's folder, the method and the digest of the data.</returns>
    /// <exception cref="InvalidInputException">The table cannot be used; names the place.</exception>
    public static JsonObject Run(
        CohortTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (options.Method != "auto" && !CohortGenerator.Methods.Contains(options.Method))
        {
            throw InvalidInputException.In(
                "option method",
                $"'{options.Method}' is none of auto, {string.Join(", ", CohortGenerator.Methods)}."
            );
        }

        TorchRuntime.EnsureLoaded(1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        var table = CsvTable.Read(options.Data);
        var (columns, notes) = CohortColumns.Plan(
            table,
            options.Target,
            options.Group is { } group ? [.. options.Drop, group] : options.Drop,
            options.Categorical
        );
        notes.AddRange(table.Notes);
        var target = Target(table, options, columns, notes);
        var rows = Rows(table, target, notes);
        Checkpoint.EnsurePlace(options.Out);
        var folds = CohortFolds.Deal(table, target, options.Group, rows, options.Seed);
        var run = new CohortRun(table, columns, target, options, clock, started, progress, cancellation);
        var (method, parts, measured, trials) = options.Epsilon is null
            ? run.Train(rows, folds)
            : PrivateCohort.Train(run, rows, folds);
        var details = new JsonObject
        {
            ["method"] = method,
            ["trials"] = trials,
            ["generators"] = parts.Count,
            ["rows"] = rows.Length,
            ["held_out_each"] = parts[0].Held.Length,
        };
        var report = CohortReport.Of(
            parts,
            measured,
            table,
            rows,
            options.Seed,
            details,
            Notes(parts, notes, run.Guarantee is not null)
        );
        return Save(options, method, parts, report, notes, run, clock, clock.GetElapsedTime(started));
    }

    private static string? Target(
        Table table,
        CohortTrainingOptions options,
        List<(string Name, CohortKind Kind, bool Date)> columns,
        List<BilingualText> notes
    )
    {
        if (columns.Count == 0)
        {
            throw new InvalidInputException(
                $"{table.Name} has no column that can be made",
                string.Join(
                    " ",
                    notes.Select(n => n.En).Append("Give columns that describe rather than name patients.")
                )
            );
        }

        if (options.Target is not { } target)
        {
            notes.Add(
                new(
                    "未指明目标列（--target）：未测可用性，也未区分行的类别。",
                    "No target was named (--target): usefulness was not measured, and kinds of rows were not told apart."
                )
            );
            return null;
        }
        var index = columns.FindIndex(c => c.Name == target);
        if (index < 0)
        {
            throw new InvalidInputException(
                $"{table.Name}, column '{target}': the target is dropped or names rows",
                "Name another target."
            );
        }

        var levels = table
            .Column(target)
            .Where(c => c is not null)
            .Select(c => ColumnKinds.Level(c!))
            .Distinct()
            .Count();
        if (levels <= TargetClasses.MaxClasses)
        {
            columns[index] = (target, CohortKind.Category, false);
            if (levels < 2)
            {
                notes.Add(
                    new(
                        $"列“{target}”每行相同：未测可用性。",
                        $"Column '{target}' is the same in every row: usefulness was not measured."
                    )
                );
            }

            return target;
        }
        notes.Add(
            new(
                $"列“{target}”有{levels}个不同取值：作为数值生成，未测可用性。",
                $"Column '{target}' has {levels} different values: it is made as a quantity, and usefulness was not measured."
            )
        );
        return null;
    }

    /// <summary>Rows with a target; a level of a single row is one patient's and is not made.</summary>
    private static int[] Rows(Table table, string? target, List<BilingualText> notes)
    {
        var rows = Enumerable.Range(0, table.Rows).ToArray();
        if (target is not null)
        {
            var cells = table.Column(target);
            rows = [.. rows.Where(r => cells[r] is not null)];
            if (rows.Length < table.Rows)
            {
                notes.Add(
                    new(
                        $"{table.Rows - rows.Length}行无目标值，已略去。",
                        $"{table.Rows - rows.Length} rows have no target and were left out."
                    )
                );
            }

            var scarce = rows.GroupBy(r => ColumnKinds.Level(cells[r]!))
                .Where(g => g.Count() < 2)
                .SelectMany(g => g)
                .ToHashSet();
            if (scarce.Count > 0 && scarce.Count < rows.Length)
            {
                rows = [.. rows.Where(r => !scarce.Contains(r))];
                notes.Add(
                    new(
                        $"“{target}”有{scarce.Count}个取值仅一行，不予生成。",
                        $"{scarce.Count} levels of '{target}' have one row only and are not made."
                    )
                );
            }
        }
        return rows.Length >= FewestRows
            ? rows
            : throw new InvalidInputException(
                $"{table.Name} has {rows.Length} rows that can be used",
                $"A generator of fewer than {FewestRows} rows would repeat the patients it was made from. Give more rows."
            );
    }

    private static IReadOnlyList<BilingualText> Notes(
        IReadOnlyList<CohortPart> parts,
        List<BilingualText> notes,
        bool blurred
    ) =>
        [
            parts.Count > 1
                ? new BilingualText(
                    $"模型由{parts.Count}个生成器组成，每个都未见过五分之一的行，并以这些行检验；表中数值为其均值，与真实表的列分布比较用全部合成行。",
                    $"The model is {parts.Count} generators; each never saw a fifth of the rows and was tested on them. Figures are their means; columns are compared over all rows."
                )
                : new(
                    $"生成器未见过{parts[0].Held.Length}行，并以这些行检验。",
                    $"The generator never saw {parts[0].Held.Length} rows and was tested on them."
                ),
            new(
                "可用性：逻辑回归与提升树（概率均值）分别以同样行数的合成数据与真实数据训练，均在真实留出行上检验。",
                "Usefulness: logistic regression and boosted trees (mean probability), trained on equally many synthetic or real rows, both tested on real held-out rows."
            ),
            blurred
                ? new BilingualText(
                    "仅生成加噪计数高于阈值的类别水平（差分隐私）。",
                    "Levels are made whose blurred count is above a threshold (differential privacy)."
                )
                : new(
                    $"少于{CohortColumns.FewestRows(200)}行的类别水平不予生成（单个患者可能被认出）。",
                    $"Levels of fewer than {CohortColumns.FewestRows(200)} rows are not made: they could point at a patient."
                ),
            .. notes,
        ];

    private static JsonObject Save(
        CohortTrainingOptions options,
        string method,
        IReadOnlyList<CohortPart> parts,
        SynthesisReport report,
        List<BilingualText> notes,
        CohortRun run,
        TimeProvider clock,
        TimeSpan elapsed
    )
    {
        var digest = DataDigest.Of(options.Data);
        var plan = (JsonObject)
            JsonSerializer.SerializeToNode(
                options with
                {
                    Out = "",
                    OverridePrivacy = null,
                    Data = Path.GetFileName(options.Data),
                }
            )!;
        plan["data_sha256"] = digest;
        var document = new JsonObject
        {
            ["task"] = CohortModel.Task,
            ["method"] = method,
            ["schemas"] = JsonSerializer.SerializeToNode(parts.Select(p => p.Generator.Schema)),
            ["plan"] = plan,
            ["report"] = report.ToJson(),
            ["release"] = ReleaseGate.ToJson(report, options.OverridePrivacy, clock),
            ["differential_privacy"] = run.Guarantee?.DeepClone(),
        };
        var weights = parts.SelectMany((p, i) => p.Generator.Weights($"{i}.")).ToDictionary(w => w.Key, w => w.Value);
        Checkpoint.Save(
            options.Out,
            document,
            weights,
            MarkdownCard.Write(CohortCard.Write(options, method, parts, report, run.Guarantee))
        );
        File.WriteAllText(Path.Combine(options.Out, "report.md"), report.ToMarkdown());
        foreach (var part in parts)
            part.Generator.Dispose();
        var answer = report.ToJson();
        answer["model"] = options.Out;
        answer["method"] = method;
        answer["differential_privacy"] = run.Guarantee?.DeepClone();
        answer["data_sha256"] = digest;
        answer["seconds"] = Math.Round(elapsed.TotalSeconds, 3);
        return answer;
    }
}
