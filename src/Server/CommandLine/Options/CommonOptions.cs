using System.CommandLine;
using Xinglin.Server.Hosting;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>Options that mean the same wherever they stand.</summary>
public static class CommonOptions
{
    public static Option<bool> Json() =>
        new("--json") { Description = "print one JSON document on stdout, nothing else" };

    public static Option<string> Data() =>
        new("--data")
        {
            Description = "the folder of the records",
            HelpName = "DIR",
            DefaultValueFactory = _ => Folders.DefaultData,
        };

    public static Option<int> Seed(string says = "decides every random choice") =>
        new("--seed") { Description = says, DefaultValueFactory = _ => 1 };

    public static Option<int?> Threads() =>
        new("--threads") { Description = "1 repeats bit for bit; default all cores" };

    /// <summary>Where a training puts its model.</summary>
    public static Option<string> ModelFolder() =>
        new("--out")
        {
            Description = "the model folder to write",
            HelpName = "DIR",
            Required = true,
        };

    /// <summary>Wall-clock time for a search.</summary>
    public static Option<TimeSpan> Budget(string usual) =>
        Duration(
            "--budget",
            $"wall-clock time for the search, such as 60s, 5m or 1h (default {usual})",
            Durations.Parse(usual)!.Value
        );

    /// <summary>A duration such as <c>60s</c>, <c>5m</c> or <c>1h</c>; a bare number is seconds.</summary>
    public static Option<TimeSpan> Duration(string name, string says, TimeSpan usual) =>
        new(name)
        {
            Description = says,
            HelpName = "TIME",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (Durations.Parse(text) is { } duration)
                    return duration;
                result.AddError($"{name}: '{text}' is not a duration. Write 60s, 5m or 1h.");
                return default;
            },
        };
}
