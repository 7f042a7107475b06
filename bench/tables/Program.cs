// Trains one table as `xinglin train tabular` does and prints its JSON answer.
// Arguments: --name value, as of that command.
using Xinglin.Learning.Tables;

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
    var result = TabularTraining.Run(options);
    Console.WriteLine(result.ToJson().ToJsonString());
    return 0;
}
catch (TableRefusedException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 3;
}
