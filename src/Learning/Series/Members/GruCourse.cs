using TorchSharp;
using TorchSharp.Modules;
using Xinglin.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>A gated recurrent unit (Cho et al., 2014) over values, masks and time gaps.</summary>
internal sealed class GruCourse : SeriesCourse
{
    private readonly Dropout inputs;
    private readonly GatedRecurrentUnit course;

    public GruCourse(int variables, int width)
        : base(nameof(GruCourse))
    {
        inputs = Dropout(0.1);
        course = new GatedRecurrentUnit(3 * variables, width);
        RegisterComponents();
    }

    public override Tensor States(Tensor steps) => course.forward(inputs.forward(steps));
}
