using System.Text.Json.Nodes;
using Bunit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Audit;
using Xinglin.Server.Faults;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Tests.Pages;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.BadInput;

/// <summary>What is answered when the fault is ours: in the form of whoever asked, without a word of what was read.</summary>
public sealed class FaultAnswerTests
{
    private const string Secret = "Zhang San 1950-01-02";

    [Fact]
    public async Task A_fault_of_ours_was_told_to_a_program_as_this_account_may_not_do_that()
    {
        await using var server = await StartAsync();

        var (status, type, body) = await RunningServer.GetAsync(server.Program, "/api/fails");

        status.Should().Be(500);
        type.Should().Be("application/problem+json");
        var problem = JsonNode.Parse(body)!;
        problem["request"]!.GetValue<string>().Should().NotBeEmpty();
        problem["detail"]!.GetValue<string>().Should().Contain("The server failed").And.NotContain("服务器");
        server.Program.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh-CN");
        (_, _, body) = await RunningServer.GetAsync(server.Program, "/api/fails");
        JsonNode.Parse(body)!["detail"]!.GetValue<string>().Should().Contain("服务器未能应答").And.NotContain("server");
        body.Should().NotContain("Zhang").And.NotContain("may not");
    }

    [Fact]
    public async Task A_fault_below_fhir_is_an_OperationOutcome_in_the_form_that_was_asked_for()
    {
        await using var server = await StartAsync();

        var (status, type, body) = await RunningServer.GetAsync(
            server.Program,
            "/fhir-fails/fhir",
            "application/fhir+xml"
        );
        status.Should().Be(500);
        type.Should().Be("application/problem+json");

        (status, type, body) = await RunningServer.GetAsync(
            server.Program,
            "/fhir/Patient/fails/$odd/fails",
            "application/fhir+xml"
        );
        status.Should().Be(500);
        type.Should().Be("application/fhir+xml");
        body.Should().Contain("<OperationOutcome").And.Contain("exception").And.NotContain("Zhang");
    }

    [Theory]
    [InlineData("zh-CN", "此处未能显示")]
    [InlineData("en", "This could not be shown")]
    public async Task A_page_that_failed_was_an_empty_500(string language, string title)
    {
        await using var server = await StartAsync();
        using var person = server.Person;
        person.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);

        var (status, type, body) = await RunningServer.GetAsync(person, "/fails");

        status.Should().Be(500);
        type.Should().Be("text/html");
        body = System.Net.WebUtility.HtmlDecode(body);
        body.Should().Contain("此处未能显示").And.Contain("This could not be shown").And.EndWith("</html>");
        body.IndexOf(title, StringComparison.Ordinal)
            .Should()
            .BeLessThan(
                body.LastIndexOf(
                    language == "en" ? "此处未能显示" : "This could not be shown",
                    StringComparison.Ordinal
                )
            );
        body.Should().Contain("class=\"muted small\">500 · ").And.NotContain("Zhang");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/patients/p")]
    [InlineData("/studies/s")]
    [InlineData("/drafts/d")]
    [InlineData("/search?q=x")]
    public async Task A_fault_while_a_page_was_drawn_was_an_empty_500(string address)
    {
        await using var server = await RunningServer.StartAsync();
        (await RunningServer.GetAsync(server.Person, address)).Status.Should().BeLessThan(500);
        await server.Store.DisposeAsync();

        var (status, type, body) = await RunningServer.GetAsync(
            server.Person,
            address + (address.Contains('?') ? "&" : "?") + "culture=zh-CN"
        );

        status.Should().Be(500);
        type.Should().Be("text/html");
        var page = System.Net.WebUtility.HtmlDecode(body);
        page.Should()
            .Contain("此处未能显示")
            .And.Contain("class=\"topbar\"")
            .And.Contain("</main>")
            .And.Contain("</html>");
    }

    [Fact]
    public async Task A_program_that_meets_a_fault_of_the_store_is_told_in_the_forms_of_its_doors()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.DisposeAsync();

        var (status, type, body) = await RunningServer.GetAsync(server.Program, "/fhir/Patient");
        (status, type).Should().Be((500, "application/fhir+json"));
        body.Should().Contain("OperationOutcome");
        (status, type, _) = await server.ImportAsync("p.json", """{"resourceType":"Patient","id":"p"}"""u8.ToArray());
        status.Should().BeOneOf(200, 500);
        type.Should().BeOneOf("application/json", "application/problem+json");
    }

    [Fact]
    public async Task An_upload_that_is_no_form_is_the_senders_fault_and_told_so()
    {
        await using var server = await StartAsync();

        var (status, type, _) = await RunningServer.SendAsync(
            server.Program,
            HttpMethod.Post,
            "/api/bad",
            "x"u8.ToArray(),
            "text/plain"
        );

        status.Should().Be(400);
        type.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("/api/nothing-here")]
    [InlineData("/files/nothing-here")]
    [InlineData("/health/nothing-here")]
    public async Task An_unknown_address_was_told_to_a_program_as_this_account_may_not_do_that(string address)
    {
        await using var server = await StartAsync();

        var (status, type, body) = await RunningServer.GetAsync(server.Program, address);

        status.Should().Be(404);
        type.Should().Be("application/problem+json");
        body.Should().NotContain("may not");
    }

    [Fact]
    public async Task The_error_page_itself_opens()
    {
        await using var server = await StartAsync();

        var (status, _, body) = await RunningServer.GetAsync(server.Person, "/error");

        status.Should().Be(200);
        body.Should().Contain("class=\"fault fits\"").And.Contain("</html>");
    }

    [Theory]
    [InlineData("/language?to=en&back=/%0d%0aX-Odd:1")]
    [InlineData("/language?to=%00&back=/%09/evil.example")]
    [InlineData("/language?back=//evil.example")]
    public async Task An_odd_address_to_go_back_to_made_the_server_fail(string address)
    {
        await using var server = await StartAsync();

        (await RunningServer.GetAsync(server.Person, address)).Status.Should().Be(302);
    }

    [Fact]
    public async Task A_live_page_that_fails_to_read_took_the_connection_with_it()
    {
        await using var store = new Store();
        await using var context = new BunitContext();
        context.Services.AddSingleton(store.Records);
        context.Services.AddSingleton<TimeProvider>(store.Clock);
        context.Services.AddLogging();
        var folder = Directory.CreateTempSubdirectory("xinglin-live-").FullName;
        await using var trail = AccessTrail.Open(folder, AuditOptions.Of(), store.Clock);
        context.Services.AddSingleton(new Xinglin.Server.Care.OpenedCharts());
        context.Services.AddSingleton(new PageViews(trail, store.Clock));

        var page = context.Render<FailingPage>();
        page.Markup.Should().Contain("failed");
        page.Instance.Fails = false;
        page.Render(parameters => parameters.Add(p => p.Number, 2));
        page.Markup.Should().Contain("read 2");

        await page.Find("button").ClickAsync(new());
        page.Markup.Should().Contain("failed");
    }

    [Fact]
    public void A_fault_in_the_log_quoted_what_was_read()
    {
        using var log = new MemoryLog();

        FaultLog.Write(log, new InvalidOperationException(Secret, new FormatException(Secret)), "a page", "request-1");

        var line = log.Text.ToString();
        line.Should().Contain("InvalidOperationException < FormatException").And.Contain("request-1");
        line.Should().NotContain("Zhang");
    }

    private static Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(app =>
        {
            app.MapGet("/fails", string () => throw new InvalidOperationException(Secret));
            app.MapGet("/api/fails", string () => throw new InvalidOperationException(Secret));
            app.MapGet("/fhir-fails/fhir", string () => throw new InvalidOperationException(Secret));
            app.MapGet("/fhir/Patient/fails/$odd/fails", string () => throw new InvalidOperationException(Secret));
            app.MapPost("/api/bad", string () => throw new BadHttpRequestException(Secret));
        });

    private sealed class FailingPage : LivePage
    {
        public bool Fails { get; set; } = true;

        [Parameter]
        public int Number { get; set; }

        protected override bool Concerns(Xinglin.Records.Fhir.Resources.RecordChange change) => false;

        protected override void Refresh()
        {
            if (Fails)
                throw new InvalidOperationException(Secret);
        }

        protected override void OnParametersSet() => Refresh();

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(
                1,
                "onclick",
                EventCallback.Factory.Create(this, () => throw new InvalidOperationException(Secret))
            );
            builder.AddContent(2, Faulted ? "failed" : $"read {Number}");
            builder.CloseElement();
        }
    }
}
