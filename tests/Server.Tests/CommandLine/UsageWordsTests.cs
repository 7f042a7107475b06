using Xinglin.Server.CommandLine;

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
}
