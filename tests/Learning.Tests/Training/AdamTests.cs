using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Learning.Tests.Training;

public sealed class AdamTests
{
    public AdamTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void A_step_survives_garbage_collections_in_its_middle()
    {
        using var alone = TorchRuntime.Alone();
        using var network = nn.Linear(8, 4);
        using var parameters = new FlatParameters(network);
        using var adam = new Adam(parameters, weightDecay: 0.1);
        using var ended = new CancellationTokenSource();
        // Numbers that a native call takes by handle were once collected while the call was under way.
        var collector = new Thread(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var step = 0; step < 8_000; step++)
            {
                parameters.Gradients.fill_(2);
                adam.Step(1e-6, clipNorm: 1);
            }
        }
        finally
        {
            ended.Cancel();
            collector.Join();
        }
        using var finite = parameters.Values.isfinite().all();
        finite.item<bool>().Should().BeTrue();
        adam.Steps.Should().Be(8_000);
    }
}
