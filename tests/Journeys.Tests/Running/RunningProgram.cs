namespace Xinglin.Journeys.Tests.Running;

/// <summary>The tests that share one demonstration hospital.</summary>
[CollectionDefinition(Name)]
public sealed class RunningProgram : ICollectionFixture<DemonstrationServer>
{
    public const string Name = "running program";
}
