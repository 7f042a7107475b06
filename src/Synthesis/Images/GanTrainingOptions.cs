namespace Xinglin.Synthesis.Images;

/// <summary>What <c>train gan</c> is told.</summary>
public sealed record GanTrainingOptions
{
    /// <summary>
    /// Archives (.npz) with train_images, if there are train_labels, val_images, val_labels; or folders of images (.png, .jpg, .dcm), or
    /// of one folder for each class.
    /// </summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>Folder of the model to write.</summary>
    public required string Out { get; init; }

    /// <summary>Names of the classes in the order of their numbers; empty: folder names, or the numbers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>As for <c>train image</c>: a CSV that says whose image each is. One patient's are not both learnt from and held out.</summary>
    public string? Groups { get; init; }

    /// <summary>As for <c>train image</c>: a regular expression that finds the patient in a file's name.</summary>
    public string? GroupPattern { get; init; }

    /// <summary>Rows and columns to draw: a multiple of 4 from 16 to 128; null: 28, 32 or 64 by the images.</summary>
    public int? Size { get; init; }

    /// <summary>Channels of the widest maps.</summary>
    public int Width { get; init; } = 24;

    public int Latent { get; init; } = 64;

    public int Batch { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of the duel; null: as many as fit into the budget, at most 30,000.</summary>
    public int? Steps { get; init; }

    /// <summary>Wall-clock limit of the whole command, counted over resumed runs; null: none.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>The state, from which a killed training goes on, is kept no more often than this.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Weights of a network by whose features the kernel distance is measured too, as <c>train image --from</c> takes them.</summary>
    public string? From { get; init; }

    public int Seed { get; init; } = 1;

    public int? Threads { get; init; }

    /// <summary>Why the model may be used even if it fails its privacy check; null: it may not.</summary>
    public string? OverridePrivacy { get; init; }
}
