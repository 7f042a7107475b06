using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Xinglin.Learning.Series.Members;

/// <summary>A long short-term memory (Hochreiter and Schmidhuber, 1997) over values, masks and time gaps.</summary>
internal sealed class LstmCourse : SeriesCourse
{
    private readonly Dropout inputs;
    private readonly LSTM course;

    public LstmCourse(int variables, int width)
        : base(nameof(LstmCourse))
    {
        inputs = Dropout(0.1);
        course = LSTM(3 * variables, width, batchFirst: true);
        RegisterComponents();
    }

    public override Tensor States(Tensor steps) => course.forward(inputs.forward(steps)).Item1;
}
