using System.CommandLine;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>Refuses numbers that no option of that name can mean, in every verb, before anything is read.</summary>
public static class NumericLimits
{
    private static readonly Dictionary<string, int> Whole = new()
    {
        ["--threads"] = 1,
        ["--epochs"] = 1,
        ["--networks"] = 1,
        ["--width"] = 1,
        ["--views"] = 1,
        ["--folds"] = 2,
        ["--draws"] = 1,
        ["--batch"] = 1,
        ["--steps"] = 1,
        ["--size"] = 8,
        ["--count"] = 1,
        ["--days"] = 1,
    };

    /// <summary>Numbers that must lie above 0.</summary>
    private static readonly string[] Positive = ["--scale"];

    /// <summary>Adds the checks to a command and all below it.</summary>
    public static T In<T>(T command)
        where T : Command
    {
        foreach (var option in command.Options)
            Guard(option);
        foreach (var below in command.Subcommands)
            In(below);
        return command;
    }

    private static void Guard(Option option)
    {
        var name = option.Name;
        if (Whole.TryGetValue(name, out var least) && option is Option<int> or Option<int?>)
        {
            option.Validators.Add(result =>
            {
                // What is no whole number at all is told by its parsing.
                if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < least)
                    result.AddError($"{name}: {number} is too small. Give {least} or more.");
            });
        }

        if (Positive.Contains(name) && option is Option<double>)
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [_] && !(result.GetValueOrDefault<double>() is > 0 and < double.PositiveInfinity))
                    result.AddError($"{name}: Give a number above 0.");
            });
        }
    }
}
