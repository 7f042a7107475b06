using System.Net;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

/// <summary>Pages that have nothing to show, or may not show it.</summary>
public sealed class WaysOutTests
{
    [Fact]
    public async Task Pages_with_nothing_to_show_were_1024_pixels_wide_and_called_no_such_page()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.CommitAsync(
            Origin.Product,
            [
                new Write(new Patient { Id = "p" }),
                new Write(
                    new DiagnosticReport
                    {
                        Id = "lost",
                        Status = DiagnosticReport.DiagnosticReportStatus.Final,
                        Subject = new ResourceReference("Patient/p"),
                        Code = new CodeableConcept { Text = "x" },
                    }
                ),
            ]
        );
        server.Damage("DiagnosticReport", "lost");

        foreach (
            var (address, status, en, zh) in new[]
            {
                ("/patients/nobody", 404, "There is no such patient", "没有此患者"),
                ("/patients/nobody/access", 404, "There is no such patient", "没有此患者"),
                ("/drafts/none", 404, "There is no such document", "没有此文书"),
                ("/studies/none", 404, "There is no such study", "没有此检查"),
                ("/files/documents/none", 404, "There is no PDF", "没有 PDF"),
                ("/no/such", 404, "There is no such page", "没有此页"),
                ("/drafts/lost", 200, "This document is damaged", "该文书已损坏"),
                ("/error", 200, "This could not be shown", "此处未能显示"),
            }
        )
        {
            var page = await server.PageAsync($"{address}?culture=en", status);
            page.Should().Contain(en, address).And.Contain("fits\"", address);
            if (status == 404 && !address.StartsWith("/no/", StringComparison.Ordinal))
                page.Should().NotContain("There is no such page", address);
            (await server.PageAsync($"{address}?culture=zh-CN", status)).Should().Contain(zh, address);
        }
        foreach (var address in new[] { "/sign-in", "/import", "/patients/p/access" })
            (await server.PageAsync(address)).Should().Contain("fits\"", address);
    }

    [Fact]
    public async Task A_signed_in_clinician_who_opened_the_audit_trail_was_asked_to_sign_in()
    {
        await using var server = await RunningServer.StartAsync();

        foreach (var address in new[] { "/audit", "/audit/export?format=csv" })
        {
            var page = await server.PageAsync(address, 403);
            page.Should().Contain("These roles may: auditor").And.Contain("可执行的角色：审计", address);
            page.Should().Contain("An administrator can").And.NotContain("type=\"password\"", address);
        }
        var (status, type, _) = await RunningServer.GetAsync(server.Program, "/audit");
        (status, type).Should().Be((403, "application/problem+json"));
        (await RunningServer.GetAsync(server.Client(), "/audit", "text/html")).Status.Should().Be(302);
    }

    [Theory]
    [InlineData(Roles.Auditor, "/audit", "To the audit trail", "打开审计记录")]
    [InlineData(Roles.Administrator, "/admin", "To the administration", "打开管理页面")]
    [InlineData(Roles.Researcher, "/models", "To the models", "打开模型")]
    [InlineData(Roles.Nurse, "/", "Back to the worklist", "回到工作列表")]
    public async Task The_way_out_of_a_page_led_where_the_role_may_not_go(string role, string way, string en, string zh)
    {
        await using var server = await RunningServer.StartAsync();
        var client = await server.PersonAsync("somebody", role);

        foreach (var address in new[] { "/no/such", role == Roles.Nurse ? "/audit" : "/patients/p" })
        {
            foreach (var (language, words) in new[] { ("en", en), ("zh-CN", zh) })
            {
                var answer = await RunningServer.GetAsync(client, $"{address}?culture={language}", "text/html");
                answer.Status.Should().BeOneOf(403, 404);
                System.Net.WebUtility.HtmlDecode(answer.Body).Should().Contain(words).And.Contain($"href=\"{way}\"");
            }
        }
        (await RunningServer.GetAsync(client, way, "text/html")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_were_answered_by_a_white_page_without_a_reason()
    {
        await using var server = await RunningServer.StartAsync();
        using var stranger = server.Client();
        var body = "";
        var status = 0;
        for (var round = 0; round < 100 && status != 429; round++)
        {
            var form = await stranger.GetStringAsync("/sign-in");
            var token = System.Text.RegularExpressions.Regex.Match(
                form,
                "RequestVerificationToken\"[^>]*value=\"([^\"]+)"
            );
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
            request.Headers.Add("Accept", "text/html");
            request.Headers.Add("Accept-Language", "en");
            request.Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["user"] = "nobody",
                    ["password"] = "wrong",
                    ["__RequestVerificationToken"] = token.Groups[1].Value,
                }
            );
            using var answer = await stranger.SendAsync(request);
            status = (int)answer.StatusCode;
            body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        status.Should().Be(429);
        body.Should().Contain("Too many wrong passwords").And.Contain("密码错误次数过多").And.Contain("Wait 60 s");
        body.Should().Contain("data-theme=\"unset\"").And.Contain("prefers-color-scheme: dark");
    }
}
