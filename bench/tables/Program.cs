// Tables.Bench --name value …         trains one table as `xinglin train tabular` does and prints its JSON answer with the peak of memory
// Tables.Bench speed TABLE.csv        the whole training and predictions per second, on a table it makes first
// Tables.Bench boosted TABLE.csv      seconds of boosted trees alone on that table
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xinglin.Formats;
using Xinglin.Learning.Evaluation;
using Xinglin.Learning.Randomness;
using Xinglin.Learning.Tables;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Tables.Plan;

if (args is ["speed", var file])
    return Speed(file);
if (args is ["boosted", var made])
    return Boosted(made);

var given = new Dictionary<string, string>();
for (var i = 0; i + 1 < args.Length; i += 2)
    given[args[i].TrimStart('-')] = args[i + 1];
string? Of(string name) => given.GetValueOrDefault(name);
string[]? List(string name) => Of(name)?.Split(',');

var options = new TabularTrainingOptions
{
    Data = Of("data"),
    Target = Of("target"),
    Id = Of("id"),
    Group = Of("group"),
    Drop = List("drop"),
    Positive = List("positive"),
    Folds = Of("folds"),
    Plan = Of("plan"),
    Out = Of("out"),
    Oof = Of("oof"),
    Seed = Of("seed") is { } seed ? int.Parse(seed) : null,
    Budget = Of("budget") is { } budget ? TimeSpan.FromSeconds(double.Parse(budget.TrimEnd('s'))) : null,
};
try
{
    var result = TabularTraining.Run(options).ToJson();
    result["peak_mib"] = PeakMiB();
    Console.WriteLine(result.ToJsonString());
    return 0;
}
catch (InvalidInputException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 3;
}

static long PeakMiB()
{
    using var self = Process.GetCurrentProcess();
    return self.PeakWorkingSet64 >> 20;
}

static TimeSpan ProcessorTime()
{
    using var self = Process.GetCurrentProcess();
    return self.TotalProcessorTime;
}

static int Speed(string csv)
{
    const int Rows = 100_000;
    File.WriteAllText(csv, Made(Rows));
    var table = CsvTable.Read(csv);

    var folder = csv + ".model";
    var before = ProcessorTime();
    var watch = Stopwatch.StartNew();
    var training = TabularTraining.Run(
        new()
        {
            Data = csv,
            Target = "y",
            Out = folder,
            Budget = TimeSpan.FromSeconds(60),
        }
    );
    Console.WriteLine($"train {watch.Elapsed.TotalSeconds:0.0} {PeakMiB()} {training.Report.Auc.Value:0.0000}");
    var cores = (ProcessorTime() - before) / watch.Elapsed;
    Console.WriteLine($"cores {cores:0.00} {PeakMiB()} {Environment.ProcessorCount}");
    var model = TabularModel.Load(folder);
    model.Probabilities(CsvTable.Read(Made(100), "warm.csv"));
    watch.Restart();
    model.Probabilities(table);
    Console.WriteLine($"predict {Rows / watch.Elapsed.TotalSeconds:0} {PeakMiB()}");
    watch.Restart();
    model.WithIntervals(table);
    Console.WriteLine($"intervals {Rows / watch.Elapsed.TotalSeconds:0} {PeakMiB()}");
    return 0;
}

static int Boosted(string csv)
{
    var table = CsvTable.Read(csv);
    string[] names = [.. table.Columns.Where(c => c != "y")];
    IReadOnlyList<Feature> features = [.. names.Select(c => Feature.Read(table, c, ColumnKinds.Infer(table, c)))];
    int[] rows = [.. Enumerable.Range(0, table.Rows)];
    int[] labels = [.. table.Column("y").Select(y => int.Parse(y!, CultureInfo.InvariantCulture))];
    var x = Preparation.Fit(features, rows).Encode(features, rows, Xinglin.Learning.Tables.Features.Encoding.Trees);
    var settings = new BoostedTreesSettings(200, 0.1, 31, 20, 1, 0);
    BoostedTrees.Fit(x.Take([.. rows.Take(1000)]), labels[..1000], 2, settings with { Rounds = 2 }, 1).Dispose();
    var watch = Stopwatch.StartNew();
    BoostedTrees.Fit(x, labels, 2, settings, 1).Dispose();
    Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.00} {PeakMiB()}");
    return 0;
}

// 13 columns: nine numbers (two skewed, one with gaps), a grade, two categories of words, a yes or no.
static string Made(int rows)
{
    var random = new SeededRandom(1);
    var text = new StringBuilder("age,bp,chol,rate,weight,marker,enzyme,lab,score,grade,ward,drug,sex,y\n");
    for (var i = 0; i < rows; i++)
    {
        var n = new double[9];
        for (var j = 0; j < n.Length; j++)
            n[j] = random.NextGaussian();
        var (grade, ward, drug, sex) = (random.Next(5), random.Next(8), random.Next(12), random.Next(2));
        var logit =
            0.8 * n[0]
            + 0.5 * n[1] * n[2]
            + 0.7 * Math.Abs(n[3])
            + 0.6 * n[5]
            + 0.2 * grade
            + (drug % 3 == 0 ? 0.5 : 0)
            - 1.8;
        n[5] = Math.Exp(n[5]);
        n[6] = Math.Exp(n[6]);
        text.AppendJoin(
            ',',
            n.Select((v, j) => j == 7 && i % 9 == 0 ? "" : v.ToString("F4", CultureInfo.InvariantCulture))
        );
        text.Append(CultureInfo.InvariantCulture, $",{grade},w{ward},d{drug},{sex}");
        text.Append(CultureInfo.InvariantCulture, $",{(random.NextDouble() < Calibration.Sigmoid(logit) ? 1 : 0)}\n");
    }
    return text.ToString();
}
