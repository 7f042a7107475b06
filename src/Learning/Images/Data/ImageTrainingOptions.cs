using Xinglin.Learning.Images.Networks;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Data;

/// <summary>What <c>train image</c> is told.</summary>
public sealed record ImageTrainingOptions
{
    /// <summary>
    /// One or more .npz archives with train_images, train_labels and, if there are, val_images, val_labels; or folders of
    /// images (.png, .jpg, .dcm) or volumes (.nii, .nii.gz), one folder for each class (inside train and val, if there are).
    /// </summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    /// <summary>Names of the classes in the order of their numbers; empty: the numbers themselves.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>One of <see cref="ImageArchitecture.Names"/>; null: the small network, or the one that <see cref="From"/> fits.</summary>
    public string? Network { get; init; }

    /// <summary>A safetensors file or the folder of an image model: the weights that training starts from.</summary>
    public string? From { get; init; }

    /// <summary>With <see cref="From"/>: only the last layer is trained, on features that are computed once.</summary>
    public bool Freeze { get; init; }

    /// <summary>
    /// A CSV with the columns <c>file</c> and <c>group</c> (or <c>patient</c>, <c>subject</c>): whose image each is. One patient's are on one side of
    /// every split. Null: by <see cref="GroupPattern"/>, or by the Patient ID when all images are DICOM files that state it.
    /// </summary>
    public string? Groups { get; init; }

    /// <summary>A regular expression that finds the patient in a file's name: its first group, or the whole match.</summary>
    public string? GroupPattern { get; init; }

    /// <summary>
    /// A CSV with the column <c>file</c> and any others, such as sex and age, whose groups are measured apart. Null: sex and age as DICOM files state
    /// them, if they do.
    /// </summary>
    public string? Subgroups { get; init; }

    /// <summary>Source attributes that the trainer states, by key; null: none.</summary>
    public IReadOnlyDictionary<string, BilingualText>? About { get; init; }

    /// <summary>Rows and columns that the networks see; null: as the training images have, at most 64 (224 with given weights).</summary>
    public int? Size { get; init; }

    /// <summary>Networks of the ensemble, 1 or more; null: 3 small ones, or 1 of the others.</summary>
    public int? Networks { get; init; }

    /// <summary>Channels of the first stage; null: 16 for the small network, 64 for the ResNets.</summary>
    public int? Width { get; init; }

    /// <summary>Null: 18 for the small network, 12 for the others, 6 from given weights.</summary>
    public int? Epochs { get; init; }

    /// <summary>What is done for rare classes.</summary>
    public ClassBalance Balance { get; init; } = ClassBalance.Weights;

    /// <summary>The class shares that the probabilities assume.</summary>
    public ClassPrior Prior { get; init; } = ClassPrior.Auto;

    /// <summary>Views of an image whose answers are averaged, 1 to 5; null: 5 up to 64 pixels, otherwise 1.</summary>
    public int? Views { get; init; }

    /// <summary>Allow mirror images; never for films where the side matters.</summary>
    public bool Mirror { get; init; }

    /// <summary>Share of the validation images beyond the novelty limit: more rejections, fewer strangers let in.</summary>
    public double RefusedShare { get; init; } = 0.035;

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    public int? Threads { get; init; }

    /// <summary>Where the predictions of the validation split go; null: nowhere.</summary>
    public string? Oof { get; init; }
}

/// <summary>What is done for rare classes in training.</summary>
public enum ClassBalance
{
    /// <summary>Every image counts the same.</summary>
    None,

    /// <summary>A class counts by the inverse square root of its share.</summary>
    Weights,

    /// <summary>Every class is drawn equally often.</summary>
    Sampling,
}

/// <summary>Which shares of the classes the probabilities assume.</summary>
public enum ClassPrior
{
    /// <summary>As in the validation split; but equal where its shares differ from those of training by more than a tenth.</summary>
    Auto,

    /// <summary>As in the validation split.</summary>
    Validation,

    /// <summary>All classes equally likely.</summary>
    Balanced,
}
