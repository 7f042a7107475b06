namespace Xinglin.Learning.Training;

/// <summary>Training or prediction data that cannot be used. Nothing was trained, nothing was written.</summary>
/// <param name="place">Where: a file with its line, or the name of an array. Never a patient's value.</param>
/// <param name="mend">What is wrong there and what to do about it.</param>
public sealed class DataRefusedException(string place, string mend) : Exception($"{place}: {mend}")
{
    public string Place { get; } = place;

    public string Mend { get; } = mend;
}
