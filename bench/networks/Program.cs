using System.Text.Json;
using Xinglin.Bench;

// Measurements of the engine, one verb each; run.sh calls it. Figures as JSON on stdout.
var options = args.Skip(1)
    .Chunk(2)
    .Where(pair => pair.Length == 2)
    .ToLookup(pair => pair[0].TrimStart('-'), pair => pair[1]);
string Needed(string name) => options[name].FirstOrDefault() ?? throw new ArgumentException($"--{name} is needed");
int Number(string name, int otherwise) => int.Parse(options[name].FirstOrDefault() ?? otherwise.ToString());

var json = args.FirstOrDefault() switch
{
    "speed" => Speed.Run(Needed("net"), Needed("data"), Number("epochs", 3), Number("threads", 2)),
    "peak" => Peak.Run(Number("threads", 2)),
    _ => throw new ArgumentException("Name one of: speed, peak"),
};
Console.WriteLine(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
