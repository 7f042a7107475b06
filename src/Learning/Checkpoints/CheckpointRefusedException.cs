namespace Xinglin.Learning.Checkpoints;

/// <summary>A model folder or weight file that is not what it says it is. Nothing of it was used.</summary>
/// <param name="place">Where the fault is: the file, and the tensor, member or byte within it.</param>
/// <param name="mend">What a person can do about it.</param>
public sealed class CheckpointRefusedException(string place, string mend) : Exception($"{place}. {mend}")
{
    public string Place { get; } = place;
    public string Mend { get; } = mend;
}
