namespace Xinglin.Tests;

/// <summary>
/// Tests that compare weights bit for bit. Torch's number of threads holds for the whole process: next to tests that change it, a
/// training would be cut into other pieces half-way (fault of 22 November: a roomy budget seemed to change weights).
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneThread
{
    public const string Name = "one thread";
}
