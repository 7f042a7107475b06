using System.Text.Json.Nodes;
using Xinglin.Formats.Numpy;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Learning.Images;
using Xinglin.Learning.Images.Data;
using Xinglin.Learning.Images.Limits;
using Xinglin.Learning.Training;
using Xinglin.Synthesis.Thorax;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Recipes;

/// <summary>The plan of the pneumonia model.</summary>
/// <param name="Real">File of the real films inside the data folder.</param>
/// <param name="PhantomTraining">Phantom films added to the training, half of them children.</param>
/// <param name="PhantomValidation">Phantom films added to the validation, half of them children.</param>
/// <param name="RefusedShare">Share of the validation films beyond the novelty limit.</param>
/// <param name="Tolerance">Largest difference of an AUC when the plan is run again.</param>
/// <param name="Limits">For which films the model is made (<c>limits</c> of <c>model.json</c>).</param>
/// <param name="HeldOut">What was measured on data that no step of the training saw, its name and its number of films.</param>
/// <param name="About">Source attributes (ONC HTI-1) that are stated; the figures are known from the training.</param>
public sealed record PneumoniaPlan(
    string Version,
    string Real,
    int PhantomTraining,
    int PhantomValidation,
    int Seed,
    int Networks,
    int Width,
    int Epochs,
    double RefusedShare,
    double Tolerance,
    JsonObject Limits,
    JsonObject HeldOut,
    IReadOnlyDictionary<string, BilingualText> About
);

/// <summary>
/// Trains the pneumonia model from its plan on real films (PneumoniaMNIST) and on films of the phantom at the same size,
/// and measures it on each of the two apart: what it does on phantoms says nothing of patients.
/// </summary>
public static class PneumoniaTraining
{
    private const int Size = 28;

    /// <param name="out">Folder <c>models/pneumonia/version</c>.</param>
    /// <param name="dataFolder">Folder that holds <see cref="PneumoniaPlan.Real"/>.</param>
    public static JsonObject Run(
        JsonObject planDocument,
        string @out,
        string dataFolder,
        TimeProvider clock,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var plan = RecipePlan.Read<PneumoniaPlan>(planDocument);
        var work = Directory.CreateTempSubdirectory("xinglin-pneumonia-");
        try
        {
            var real = Path.Combine(dataFolder, plan.Real);
            var phantoms = Path.Combine(work.FullName, "phantoms.npz");
            var trained = Path.Combine(work.FullName, "model");
            WritePhantoms(phantoms, plan, cancellation);
            var result = ImageTraining.Run(
                new ImageTrainingOptions
                {
                    Data = [real, phantoms],
                    Out = trained,
                    Classes = ["normal", "pneumonia"],
                    Size = Size,
                    Networks = plan.Networks,
                    Width = plan.Width,
                    Epochs = plan.Epochs,
                    RefusedShare = plan.RefusedShare,
                    Prior = ClassPrior.Validation,
                    Seed = plan.Seed,
                },
                clock,
                progress,
                cancellation
            );
            // Each film calibrated by the other folds of the validation films, so that the figures are not flattered.
            var (onReal, onPhantoms) = (result.BySource[0], result.BySource[1]);
            var checkpoint = Checkpoint.Load(trained);
            var document = (JsonObject)checkpoint.Document.DeepClone();
            document["training"] = document["plan"]!.DeepClone();
            document["plan"] = planDocument.DeepClone();
            // What is first, and is drawn, is what was measured on patients; both kinds of film together come after it.
            document["metrics_both"] = document["metrics"]!.DeepClone();
            document["metrics"] = onReal.DeepClone();
            document["metrics_real"] = onReal;
            document["metrics_phantom"] = onPhantoms;
            Save(@out, document, checkpoint.Weights, plan);
            return document;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>
    /// States a trained model anew from its plan: limits, held-out figures, source attributes and cards. Weights, calibration and
    /// what was measured in training stay as they are.
    /// </summary>
    public static void Restate(JsonObject planDocument, string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        var document = (JsonObject)checkpoint.Document.DeepClone();
        document["plan"] = planDocument.DeepClone();
        Save(folder, document, checkpoint.Weights, RecipePlan.Read<PneumoniaPlan>(planDocument));
    }

    private static void Save(
        string folder,
        JsonObject document,
        IReadOnlyDictionary<string, NamedTensor> weights,
        PneumoniaPlan plan
    )
    {
        var (real, phantoms) = (document["metrics_real"]!.AsObject(), document["metrics_phantom"]!.AsObject());
        document[ImageLimits.Key] = plan.Limits.DeepClone();
        document["metrics_held_out"] = plan.HeldOut.DeepClone();
        document["source_attributes"] = PneumoniaCard.Attributes(plan, real);
        // A folder that is written states nothing that a reader of it would reject.
        ImageLimits.Of(document);
        Checkpoint.Save(folder, document, weights, MarkdownCard.Write(PneumoniaCard.Write(plan, real, phantoms)));
    }

    /// <summary>Phantom films at 28 px: adults and children, half of them with pneumonia.</summary>
    public static void WritePhantoms(string path, PneumoniaPlan plan, CancellationToken cancellation = default)
    {
        var training = Both(plan.Seed, plan.PhantomTraining, cancellation);
        var validation = Both(plan.Seed + 1, plan.PhantomValidation, cancellation);
        NumpyWriter.WriteArchive(
            path,
            [
                ("train_images", [training.Labels.Length, Size, Size], training.Pixels),
                ("train_labels", [training.Labels.Length], training.Labels),
                ("val_images", [validation.Labels.Length, Size, Size], validation.Pixels),
                ("val_labels", [validation.Labels.Length], validation.Labels),
            ]
        );
    }

    private static (byte[] Pixels, byte[] Labels) Both(int seed, int count, CancellationToken cancellation)
    {
        var adults = ThoraxDataset.Generate(seed, count - count / 2, Size, children: false, ct: cancellation);
        var children = ThoraxDataset.Generate(seed + 100, count / 2, Size, children: true, ct: cancellation);
        return ([.. adults.Pixels, .. children.Pixels], [.. adults.Pneumonia, .. children.Pneumonia]);
    }
}
