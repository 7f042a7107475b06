namespace Xinglin.Records.Fhir;

/// <summary>What the store has under a reference.</summary>
public enum Holding
{
    /// <summary>Nothing, or it was deleted.</summary>
    Missing,
    Whole,

    /// <summary>Something that cannot be read back.</summary>
    Damaged,
}

/// <summary>Asks the store what it holds.</summary>
public static class Holdings
{
    /// <summary>Whether a current version is there and whole, without building it: of a long text the ends are looked at.</summary>
    public static Holding HoldingOf(this FhirStore store, string type, string id) =>
        store.Texts.Current(type, id) is not { Deleted: false } row ? Holding.Missing
        : store.Texts.IsWhole(row) ? Holding.Whole
        : Holding.Damaged;
}
