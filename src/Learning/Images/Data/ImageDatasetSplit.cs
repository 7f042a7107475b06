using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Data;

/// <summary>Which images train and which judge.</summary>
/// <param name="TrainingGroups">For each training image a number that the images of one patient, and equal images, share.</param>
/// <param name="ValidationGroups">Likewise; no number is on both sides.</param>
/// <param name="Split">How they were divided.</param>
internal sealed record ImageDatasetSplit(
    ImageSplit Training,
    ImageSplit Validation,
    int[] TrainingGroups,
    int[] ValidationGroups,
    BilingualText Split
);
