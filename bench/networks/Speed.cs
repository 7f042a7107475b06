using System.Diagnostics;
using System.Text.Json.Nodes;
using TorchSharp;
using Xinglin.Formats.Numpy;
using Xinglin.Learning.Networks;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;

namespace Xinglin.Bench;

/// <summary>
/// Trains one of three nets with the product's trainer on arrays that the peer made, and times it. peer.py holds the same
/// nets, loss, optimiser and batches.
/// </summary>
internal static class Speed
{
    public static JsonObject Run(string net, string data, int epochs, int threads)
    {
        TorchRuntime.EnsureLoaded(threads);
        var arrays = NumpyArray.ReadArchive(data);
        using var x = Tensor(arrays["x"]);
        using var y = Tensor(arrays["y"]);
        manual_seed(1);
        using var network = Build(net, x);
        // One short epoch first: both sides load their libraries before the clock starts.
        Train(network, x, y, 1, 256);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var outcome = Train(network, x, y, epochs, (int)x.shape[0]);
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new JsonObject
        {
            ["seconds"] = seconds,
            ["processor_seconds"] = (process.TotalProcessorTime - before).TotalSeconds,
            ["peak_mib"] = process.PeakWorkingSet64 / 1048576.0,
            ["loss"] = outcome.Losses[^1],
        };
    }

    private static TrainingOutcome Train(
        nn.Module<Tensor, Tensor> network,
        Tensor x,
        Tensor y,
        int epochs,
        int examples
    ) =>
        new Trainer(
            new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = 64,
                LearningRate = 1e-3,
                Schedule = LearningRateSchedule.Constant,
                WeightDecay = 0,
                ClipNorm = null,
            },
            TimeProvider.System
        ).Fit(
            network,
            examples,
            rows =>
                nn.functional.binary_cross_entropy_with_logits(
                    network.forward(ChannelsLast.Of(x.index_select(0, rows))),
                    y.index_select(0, rows)
                )
        );

    private static nn.Module<Tensor, Tensor> Build(string net, Tensor x) =>
        net switch
        {
            "mlp" => nn.Sequential(
                nn.Linear(x.shape[1], 128),
                nn.ReLU(inplace: true),
                nn.Linear(128, 64),
                nn.ReLU(inplace: true),
                nn.Linear(64, 1)
            ),
            "gru" => new Recurrent(x.shape[2]),
            // The highest of four, then what is above 0 of it: the same values and gradients as the peer's order, a quarter of the work.
            _ => nn.Sequential(
                nn.Conv2d(1, 16, 3, padding: 1),
                nn.MaxPool2d(2),
                nn.ReLU(inplace: true),
                nn.Conv2d(16, 32, 3, padding: 1),
                nn.MaxPool2d(2),
                nn.ReLU(inplace: true),
                nn.Flatten(),
                nn.Linear(32 * 7 * 7, 64),
                nn.ReLU(inplace: true),
                nn.Linear(64, 1)
            ),
        };

    private static Tensor Tensor(NumpyArray array) =>
        tensor(array.Values, Array.ConvertAll(array.Shape, size => (long)size));

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly GatedRecurrentUnit past;
        private readonly TorchSharp.Modules.Linear head;

        public Recurrent(long inputs)
            : base("recurrent")
        {
            past = new GatedRecurrentUnit(inputs, 64);
            head = nn.Linear(64, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.forward(past.forward(input).select(1, -1));
    }
}
