using Xinglin.Server.CommandLine;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.Tests.CommandLine;

public sealed class UsageWordsTests
{
    [Theory]
    [InlineData("--seed x", "--seed: 'x' is not a whole number")]
    [InlineData("--coverage much", "--coverage: 'much' is not a number")]
    [InlineData("--private-epsilon ε", "--private-epsilon: 'ε' is not a number")]
    public void A_value_of_the_wrong_kind_is_named_without_the_names_of_types(string option, string said)
    {
        var parsed = XinglinCommand.Build().Parse($"train tabular --data T.csv --target y --out DIR {option}");
        parsed.Errors.Select(e => UsageWords.Of(e.Message)).Should().ContainSingle().Which.Should().StartWith(said);
    }

    [Theory]
    [InlineData("--private-delta 1e-6")]
    [InlineData("--private-epsilon 3 --silos 11201")]
    public void A_private_training_that_would_not_be_what_was_asked_for_is_refused(string options) =>
        XinglinCommand
            .Build()
            .Parse($"train tabular --data T.csv --target y --out DIR {options}")
            .Errors.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("--private-epsilon");
}
