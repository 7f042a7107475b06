using System.Text.Json.Nodes;
using Xinglin.Learning.Training;
using Xinglin.Server.CommandLine.Output;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>What a training says while it runs, and at its end.</summary>
internal static class TrainingTalk
{
    public static IProgress<TrainingProgress> Progress(bool quiet = false) => new Reporter(quiet);

    public static int Result(JsonObject result, bool json)
    {
        if (json)
        {
            Terminal.Json(result);
        }
        else
        {
            foreach (var (name, value) in result)
            {
                if (value is JsonValue)
                {
                    Terminal.Line($"{name, -20} {value}");
                }
                else if (value is JsonArray notes && name == "notes")
                {
                    foreach (var note in notes)
                        Note(BilingualTextConverter.FromNode(note));
                }
                else if (value is JsonObject part && part["mae"] is not null)
                {
                    foreach (var (figure, number) in part)
                        Terminal.Line($"{name + " " + figure, -30} {Told(number)}");
                }
            }
        }

        return ExitCode.Done;
    }

    /// <summary>A note in each language, on a line of its own.</summary>
    public static void Note(BilingualText? note)
    {
        if (note is null)
            return;
        Terminal.Line($"{"note", -20} {note.En}");
        if (note.Zh != note.En)
            Terminal.Line($"{"", -20} {note.Zh}");
    }

    /// <summary>A figure on one line, an interval with both its ends.</summary>
    public static string Told(JsonNode? figure) =>
        figure is JsonArray ends ? string.Join(" – ", ends.Select(end => end?.ToString() ?? "?")) : $"{figure}";

    // IProgress without the thread pool: lines come in the order in which they happen.
    private sealed class Reporter(bool quiet) : IProgress<TrainingProgress>
    {
        private readonly List<double> _losses = [];
        private string _stage = "";

        public void Report(TrainingProgress value)
        {
            if (quiet)
                return;
            if (value.Stage != _stage)
                _losses.Clear();
            (_stage, var named) = (value.Stage, value.Stage.Length == 0 ? "" : value.Stage + " ");
            if (value.Resumed)
            {
                Terminal.Progress($"{named}goes on after epoch {value.Epoch} of {value.Epochs}, where it was stopped");
                return;
            }
            if (value.Epochs == 0) // trees and linear models: a stage without epochs
            {
                Terminal.Progress($"{value.Stage} …");
                return;
            }
            _losses.Add(value.Loss);
            var cut = value.Share < 1 ? $" ({value.Share:P0} of it: the budget ended)" : "";
            var validation = value.Validation is { } score ? $", validation {score:0.0000}" : "";
            Terminal.Progress(
                $"{named}epoch {value.Epoch}/{value.Epochs}{cut}: loss {value.Loss:0.0000} {LossCurve.Of(_losses)}{validation}, {value.Left.TotalSeconds:0} s left"
            );
        }
    }
}
