using Xinglin.Server.CommandLine;

namespace Xinglin.Server.Tests.CommandLine;

public sealed class LeastNumberTests
{
    [Theory]
    [InlineData("train image --data x --out y --threads 0", "--threads: 0 is too small. Give 1 or more.")]
    [InlineData("train image --data x --out y --epochs -1", "--epochs: -1 is too small. Give 1 or more.")]
    [InlineData("train image --data x --out y --size 4", "--size: 4 is too small. Give 8 or more.")]
    [InlineData("train series --events x --outcomes y --out z --folds 1", "--folds: 1 is too small. Give 2 or more.")]
    [InlineData("train gan --data x --out y --batch 0", "--batch: 0 is too small. Give 1 or more.")]
    [InlineData("synthesise readings --count 0 --out y", "--count: 0 is too small. Give 1 or more.")]
    [InlineData("predict --model x --data y --out z --scale 0", "--scale: Give a number above 0.")]
    public void Numbers_out_of_range_ended_in_a_stack_trace_or_a_model_of_nothing(string arguments, string words)
    {
        var errors = XinglinCommand.Build().Parse(arguments.Split(' ')).Errors;
        errors.Select(error => error.Message).Should().Equal(words);
    }

    [Theory]
    [InlineData("train image --data x --out y --threads 1 --epochs 3 --size 28")]
    [InlineData("predict --model x --data y --out z --scale 0.0555")]
    [InlineData("train segment --images x --masks y --out z --folds 2 --draws 100")]
    public void Numbers_in_range_are_taken(string arguments) =>
        XinglinCommand.Build().Parse(arguments.Split(' ')).Errors.Should().BeEmpty();
}
