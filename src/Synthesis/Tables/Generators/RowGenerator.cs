using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Synthesis.Tables.Generators;

/// <summary>The generator of CTGAN (Xu et al., NeurIPS 2019, section 4.4): two layers whose inputs are passed on next to their outputs.</summary>
internal sealed class RowGenerator : Module<Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear answer;

    public RowGenerator(int latent, int told, int hidden, int width)
        : base(nameof(RowGenerator))
    {
        first = Linear(latent + told, hidden);
        second = Linear(latent + told + hidden, hidden);
        answer = Linear(latent + told + 2 * hidden, width);
        RegisterComponents();
    }

    /// <param name="input">[B, latent + told]</param>
    /// <returns>Positions before tanh and logits of the choices, [B, width].</returns>
    public override Tensor forward(Tensor input)
    {
        var one = cat(
            [input, functional.relu(functional.layer_norm(first.forward(input), [first.weight!.shape[0]]))],
            1
        );
        var two = cat([one, functional.relu(functional.layer_norm(second.forward(one), [second.weight!.shape[0]]))], 1);
        return answer.forward(two);
    }
}
