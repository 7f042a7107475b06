using Xinglin.Learning.Tables.Features;
using Xinglin.Learning.Torch;
using Xinglin.Learning.Training;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;

namespace Xinglin.Learning.Tables.Estimators.FeedForward;

/// <summary>Trains a <see cref="FeedForwardNetwork"/> with Adam by the one trainer.</summary>
internal static class NetworkTraining
{
    public static FeedForwardNetwork Fit(
        FeedForwardNetwork fresh,
        Encoded x,
        int[] labels,
        NetworkSettings settings,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        TorchRuntime.EnsureLoaded(threads: 1);
        using var scope = NewDisposeScope();
        using var network = new Module(fresh, settings.Dropout);
        var rows = tensor(x.Values, [x.Rows, x.Columns]); // [N, F]
        var binary = fresh.Classes == 2;
        var truth = binary
            ? tensor(labels.Select(l => (float)l).ToArray(), [x.Rows, 1]) // [N, 1]
            : tensor(labels.Select(l => (long)l).ToArray()); // [N]
        var trainer = new Trainer(
            new TrainingOptions
            {
                Epochs = settings.Epochs,
                BatchSize = settings.Batch,
                LearningRate = settings.Rate,
                WeightDecay = settings.WeightDecay,
                Patience = null,
                Seed = seed,
            },
            clock
        );
        trainer.Fit(
            network,
            x.Rows,
            batch =>
            {
                var logits = network.forward(rows.index_select(0, batch)); // [B, outputs]
                var wanted = truth.index_select(0, batch);
                return binary
                    ? nn.functional.binary_cross_entropy_with_logits(logits, wanted)
                    : nn.functional.cross_entropy(logits, wanted);
            },
            cancellation: ct
        );
        return fresh with { Layers = network.Read() };
    }

    private sealed class Module : nn.Module<Tensor, Tensor>
    {
        private readonly FeedForwardNetwork _shape;
        private readonly double _dropout;
        private readonly Linear[] _layers;

        public Module(FeedForwardNetwork shape, double dropout)
            : base("network")
        {
            (_shape, _dropout) = (shape, dropout);
            _layers = new Linear[shape.Layers.Count];
            for (var l = 0; l < _layers.Length; l++)
            {
                var layer = shape.Layers[l];
                _layers[l] = nn.Linear(layer.In, layer.Out);
                using (no_grad())
                {
                    _layers[l].weight!.copy_(tensor(layer.Weights, [layer.Out, layer.In]));
                    _layers[l].bias!.zero_();
                }
                register_module($"layer{l}", _layers[l]);
            }
        }

        public override Tensor forward(Tensor input)
        {
            if (_shape.Blocks == 0)
            {
                return _layers[2]
                    .forward(nn.functional.relu(_layers[1].forward(nn.functional.relu(_layers[0].forward(input)))));
            }

            var stream = _layers[0].forward(input);
            for (var b = 0; b < _shape.Blocks; b++)
            {
                var inner = nn.functional.relu(_layers[1 + 2 * b].forward(nn.functional.relu(stream)));
                if (_dropout > 0)
                    inner = nn.functional.dropout(inner, _dropout, training);
                stream = stream + _layers[2 + 2 * b].forward(inner);
            }
            return _layers[^2].forward(nn.functional.relu(stream)) + _layers[^1].forward(input);
        }

        public IReadOnlyList<FeedForwardNetwork.Layer> Read() =>
            [
                .. _shape.Layers.Select(
                    (s, l) =>
                        s with
                        {
                            Weights = _layers[l].weight!.detach().contiguous().data<float>().ToArray(),
                            Biases = _layers[l].bias!.detach().contiguous().data<float>().ToArray(),
                        }
                ),
            ];
    }
}
