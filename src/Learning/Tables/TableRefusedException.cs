namespace Xinglin.Learning.Tables;

/// <summary>A table that cannot be used as it is. Nothing was written.</summary>
/// <param name="place">File, line and column of the fault. Never the content of a cell: it may be a patient's.</param>
/// <param name="mend">What a person can do about it.</param>
public class TableRefusedException(string place, string mend) : Exception($"{place}. {mend}")
{
    public string Place { get; } = place;
    public string Mend { get; } = mend;
}

/// <summary>A table or a plan from which no honest model can be trained.</summary>
public sealed class TrainingRefusedException(string place, string mend) : TableRefusedException(place, mend);
