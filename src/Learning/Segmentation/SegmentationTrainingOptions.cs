using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Segmentation;

/// <summary>What <c>train segment</c> is told.</summary>
public sealed record SegmentationTrainingOptions
{
    /// <summary>Folder of images (.png, .jpg, .dcm) or volumes (.nii, .nii.gz).</summary>
    public required string Images { get; init; }

    /// <summary>
    /// Folder of masks with the names of the images (a suffix such as <c>_mask</c> may follow): label numbers, or 0 and 255,
    /// or one folder for each label. Volumes have volumes as masks.
    /// </summary>
    public required string Masks { get; init; }

    /// <summary>Folder of the model to write; null: only the figures.</summary>
    public string? Out { get; init; }

    /// <summary>Names of the labels in the order of their numbers, without the background; empty: the numbers themselves.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// A CSV with the columns <c>file</c> and <c>group</c> (or <c>patient</c>, <c>subject</c>): images of one group (one patient) are never on both
    /// sides of a fold.
    /// </summary>
    public string? Groups { get; init; }

    /// <summary>A CSV with the column <c>file</c> and any others, such as sex and age, whose groups are measured apart; null: none.</summary>
    public string? Subgroups { get; init; }

    /// <summary>Source attributes that the trainer states, by key; null: none.</summary>
    public IReadOnlyDictionary<string, BilingualText>? About { get; init; }

    /// <summary>The longer side of an image, or the longest side of a volume's patch; null: chosen from the images.</summary>
    public int? Size { get; init; }

    /// <summary>Parts for leave-out; each part's network becomes a member of the ensemble. Null: 5, or 2 from 60 images on.</summary>
    public int? Folds { get; init; }

    /// <summary>Channels of the first stage; null: 16 for images, 32 for volumes.</summary>
    public int? Width { get; init; }

    /// <summary>Images drawn for the training of one network; null: 3,000 images or 1,400 volumes.</summary>
    public int? Draws { get; init; }

    /// <summary>Allow mirror images; never where left and right are told apart.</summary>
    public bool Mirror { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Wall-clock limit of the whole command; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    public int? Threads { get; init; }

    /// <summary>Folder for the masks that the networks of the other parts drew; null: not kept.</summary>
    public string? Oof { get; init; }
}
