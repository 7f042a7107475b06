using System.Diagnostics;
using System.Reflection;
using TorchSharp;
using Xinglin.Build;

namespace Xinglin.Learning.Tests.Torch;

public sealed class ManagedWrapperPatchTests
{
    private static readonly byte[] Attribute = [8, 1, 0, 2, 0, 0, 0, 0, 0];

    [Fact]
    public void The_wrapper_that_is_used_is_not_optimised()
    {
        var modes = typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>();
        modes!.IsJITOptimizerDisabled.Should().BeTrue("its locals must outlive the native calls they are passed to");
        modes.IsJITTrackingEnabled.Should().BeTrue("the runtime heeds the one only next to the other");
    }

    [Fact]
    public void Only_the_modes_are_edited_and_a_second_mend_finds_nothing_to_do()
    {
        byte[] assembly = [7, 7, .. Attribute, 7];
        ManagedWrapperPatch.Apply(assembly).Should().BeTrue();
        assembly.Should().Equal(7, 7, 8, 1, 0, 3, 1, 0, 0, 0, 0, 7);
        ManagedWrapperPatch.Apply(assembly).Should().BeFalse();
    }

    [Fact]
    public void An_assembly_where_the_place_is_not_certain_is_refused()
    {
        var none = () => ManagedWrapperPatch.Apply(new byte[100]);
        none.Should().Throw<InvalidDataException>();
        byte[] twice = [.. Attribute, .. Attribute];
        var both = () => ManagedWrapperPatch.Apply(twice);
        both.Should().Throw<InvalidDataException>().WithMessage("*exactly once*");
    }
}
