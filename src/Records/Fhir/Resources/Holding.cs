namespace Xinglin.Records.Fhir.Resources;

/// <summary>What the store has under a reference.</summary>
public enum Holding
{
    /// <summary>Nothing, or it was deleted.</summary>
    Missing,
    Whole,

    /// <summary>Something that cannot be read back.</summary>
    Damaged,
}
