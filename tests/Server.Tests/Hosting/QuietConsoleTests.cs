using Microsoft.Extensions.Logging;
using Xinglin.Server.Hosting;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>The log holds no word of a request or a record.</summary>
public sealed class QuietConsoleTests
{
    [Fact]
    public void A_fault_is_logged_by_its_kind_and_place_and_never_by_its_message()
    {
        var line = Written(
            "Microsoft.AspNetCore.Server.Kestrel",
            log => log.LogError(Fault(), "It failed for {Name}", "张三")
        );
        line.Should()
            .Contain("It failed for {Name}")
            .And.Contain(nameof(InvalidOperationException))
            .And.Contain(nameof(Fault));
        line.Should().NotContain("张三").And.NotContain("Zhang");
        line.Count(c => c == '\n').Should().Be(1);
    }

    [Fact]
    public void Our_own_entries_keep_their_values()
    {
        Written("Xinglin.Records.Fhir", log => log.LogError("A FHIR request failed: {Method}", "GET"))
            .Should()
            .Contain("failed: GET");
    }

    private static string Written(string category, Action<ILogger> entry)
    {
        using var log = new MemoryLog(new QuietConsole(TimeProvider.System), category);
        entry(log);
        return log.Text.ToString();
    }

    private static Exception Fault()
    {
        try
        {
            throw new InvalidOperationException("Zhang San", new FormatException("张三"));
        }
        catch (InvalidOperationException fault)
        {
            return fault;
        }
    }
}
