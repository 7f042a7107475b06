using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Data;

/// <summary>Which pictures train and which judge.</summary>
/// <param name="TrainingGroups">For each training picture a number that the pictures of one patient, and equal pictures, share.</param>
/// <param name="ValidationGroups">Likewise; no number is on both sides.</param>
/// <param name="Split">How they were divided.</param>
internal sealed record DividedImages(
    ImageSplit Training,
    ImageSplit Validation,
    int[] TrainingGroups,
    int[] ValidationGroups,
    BilingualText Split
);
