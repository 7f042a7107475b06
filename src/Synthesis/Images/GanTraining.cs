using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Quality;

namespace Xinglin.Synthesis.Images;

/// <summary><c>xinglin train gan</c>: from images to a generator with its synthesis report.</summary>
public static class GanTraining
{
    /// <returns>The report, with the model's folder, losses and the digest of the data.</returns>
    /// <exception cref="InvalidInputException">The images cannot be used; names them.</exception>
    public static JsonObject Run(
        GanTrainingOptions options,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (options.Latent < 2 || options.Width < 4 || options.Batch < 8 || options.Steps < 1)
        {
            throw InvalidInputException.In(
                "options",
                "Latent is 2 or more, width 4 or more, batch 8 or more, steps 1 or more."
            );
        }

        TorchRuntime.EnsureLoaded(options.Threads ?? 1);
        using var alone = TorchRuntime.Alone();
        var started = clock.GetTimestamp();
        using var images = ImageSet.Read(options);
        Checkpoint.EnsurePlace(options.Out);
        var shape = new GanShape(
            (int)images.Training.shape[2],
            (int)images.Training.shape[1],
            images.Classes,
            options.Latent,
            options.Width
        );
        var plan = (JsonObject)JsonSerializer.SerializeToNode(Named(options))!;
        plan["data_sha256"] = new JsonArray([.. options.Data.Select(path => JsonValue.Create(DataDigest.Of(path)))]);
        using var given = options.From is { } weights ? new PretrainedFeatureExtractor(weights) : null;
        using var features = ImageFeatures.Train(
            images.Training,
            images.Labels,
            images.Classes.Count,
            GanReport.Epochs(images.Count),
            options.Seed + 5,
            clock,
            cancellation
        );
        var (generator, state) = new GanRun(
            options with
            {
                Budget = ForTheDuel(options.Budget, clock.GetElapsedTime(started)),
            },
            plan.ToJsonString(),
            images,
            features,
            clock,
            progress,
            cancellation
        ).Train(shape);
        var labels = images.Labels.data<long>().ToArray();
        var proportions = images.Classes.Select((_, c) => labels.Count(l => l == c) / (double)labels.Length).ToArray();
        using var model = new GanModel(shape, proportions, generator);
        var report = new GanReport(images, features, given, options.Seed, clock, cancellation).Of(model);
        return Save(options, plan, shape, model, features, state, report, clock, clock.GetElapsedTime(started));
    }

    /// <summary>
    /// The report trains a second feature net, on as many drawn images, and looks at more of them: what the first one took is kept
    /// back for it, half as much again for the looking.
    /// </summary>
    private static TimeSpan? ForTheDuel(TimeSpan? whole, TimeSpan features) =>
        whole is { } budget
            ? TimeSpan.FromSeconds(Math.Max(1, (budget - features - 1.5 * features).TotalSeconds))
            : null;

    private static JsonObject Save(
        GanTrainingOptions options,
        JsonObject plan,
        GanShape shape,
        GanModel model,
        ImageFeatures features,
        GanState state,
        SynthesisReport report,
        TimeProvider clock,
        TimeSpan elapsed
    )
    {
        var training = new JsonObject
        {
            ["steps"] = state.Steps,
            ["kept_step"] = state.BestRound * 32,
            ["pictures_seen"] = state.Steps * options.Batch,
            ["seconds"] = Math.Round(state.Seconds, 1),
            ["losses"] = JsonSerializer.SerializeToNode(Thinned(state.Losses)),
            ["distances"] = JsonSerializer.SerializeToNode(state.Looks),
        };
        var document = new JsonObject
        {
            ["task"] = GanModel.Task,
            ["model"] = JsonSerializer.SerializeToNode(shape),
            ["proportions"] = JsonSerializer.SerializeToNode(model.Proportions),
            ["plan"] = plan,
            ["training"] = training,
            ["report"] = report.ToJson(),
            ["release"] = ReleaseGate.ToJson(report, options.OverridePrivacy, clock),
        };
        var weights = model.Weights();
        foreach (var (name, tensor) in NetworkWeights.Read(features, "features."))
            weights.Add(name, tensor);
        Checkpoint.Save(
            options.Out,
            document,
            weights,
            MarkdownCard.Write(GanCard.Write(options, shape, state, report))
        );
        File.WriteAllText(Path.Combine(options.Out, "report.md"), report.ToMarkdown());
        GanState.Clear(GanState.FolderFor(options.Out));
        var answer = report.ToJson();
        answer["model"] = options.Out;
        answer["training"] = training.DeepClone();
        answer["data_sha256"] = plan["data_sha256"]!.DeepClone();
        answer["seconds"] = Math.Round(elapsed.TotalSeconds, 3);
        return answer;
    }

    private static IEnumerable<double[]> Thinned(List<double[]> losses)
    {
        var step = Math.Max(1, losses.Count / 200);
        return losses.Where((_, i) => i % step == 0);
    }

    /// <summary>The plan names files, not this machine's folders; how long it may take is no part of it.</summary>
    private static GanTrainingOptions Named(GanTrainingOptions options) =>
        options with
        {
            Out = "",
            Budget = null,
            SaveEvery = default,
            From = null,
            OverridePrivacy = null,
            Data = [.. options.Data.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))],
            Groups = options.Groups is { } groups ? Path.GetFileName(groups) : null,
        };
}
