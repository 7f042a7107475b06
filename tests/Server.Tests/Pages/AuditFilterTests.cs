using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.Pages.Audit;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Pages;

public sealed class AuditFilterTests
{
    [Fact]
    public void The_last_day_was_left_out_and_only_the_Chinese_said_so()
    {
        var clock = new FakeTimeProvider();
        clock.SetLocalTimeZone(TimeZoneInfo.Utc);

        var query = Filter("2026-11-29", "2026-11-30").Query(clock, 10);

        query.From.Should().Be(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero));
        query.Until.Should().Be(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        Filter("2026-11-30", "2026-11-30").IsReversed.Should().BeFalse();
        Filter("2026-12-01", "2026-11-30").IsReversed.Should().BeTrue();
        Filter(null, "9999-12-31").Query(clock, 10).Until.Should().BeNull();
    }

    [Fact]
    public async Task An_export_with_a_misspelt_limit_exported_everything()
    {
        await using var server = await RunningServer.StartAsync();
        using var auditor = await server.AuditorAsync();

        foreach (var (culture, words) in new[] { ("en", "There is no parameter"), ("zh-CN", "不认识参数") })
        {
            var (status, _, body) = await RunningServer.GetAsync(
                auditor,
                $"/audit/export?to=2026-11-30&culture={culture}"
            );
            status.Should().Be(400, body);
            body.Should().Contain("until").And.NotContain("time_utc");
            body.Should().Contain(words).And.Contain("to");
        }
    }

    [Fact]
    public async Task A_program_had_a_name_among_accesses_and_a_number_among_changes()
    {
        await using var server = await RunningServer.StartAsync();
        var (status, _, body) = await RunningServer.SendAsync(
            server.Program,
            HttpMethod.Put,
            "/fhir/Patient/p",
            """{"resourceType":"Patient","id":"p"}"""u8.ToArray()
        );
        status.Should().Be(201, body);
        await using var scope = server.Services.CreateAsyncScope();
        var names = scope.ServiceProvider.GetRequiredService<AccountNames>();
        var known = await names.AllAsync();
        var accesses = server.Services.GetRequiredService<AccessTrail>();

        var changes = server.Store.Audit.Find(names.Resolved(new(Person: "test"), known));
        changes.Entries.Should().Contain(entry => entry.Entity.StartsWith("Patient/p", StringComparison.Ordinal));
        known.Names[changes.Entries[0].Actor.Id].Should().Be("test");
        accesses
            .Find(names.Resolved(new(Person: "TEST"), known))
            .Entries.Should()
            .Contain(entry => entry.Actor.Kind == "program");
        foreach (var person in new[] { "lin", "林文", "Dr. Lin", "dr. l" })
        {
            accesses
                .Find(names.Resolved(new(Person: person), known))
                .Entries.Should()
                .Contain(entry => entry.Actor.Name == "lin", person);
        }

        accesses.Find(names.Resolved(new(Person: "nobody"), known)).Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_bad_date_or_a_reversed_range_was_not_said_in_the_readers_language()
    {
        await using var server = await RunningServer.StartAsync();
        using var auditor = await server.AuditorAsync();

        foreach (
            var (address, zh, en, code) in new[]
            {
                ("/audit/export?from=yesterday", "日期请写作", "Write dates as", 400),
                ("/audit/export?from=2026-12-01&until=2026-11-30", "请互换两个日期", "exchange the two dates", 400),
                ("/audit?from=2026-12-01&until=2026-11-30&culture=zh-CN", "请互换两个日期", "请互换", 200),
                ("/audit?from=2026-12-01&until=2026-11-30&culture=en", "exchange", "exchange the two dates", 200),
            }
        )
        {
            var (status, type, body) = await RunningServer.GetAsync(auditor, address, "text/html");
            (status, type).Should().Be((code, "text/html"), address);
            WebUtility.HtmlDecode(body).Should().Contain(zh, address).And.Contain(en, address);
        }
        var (bad, problem, _) = await RunningServer.GetAsync(auditor, "/audit/export?from=x", "application/json");
        (bad, problem).Should().Be((400, "application/problem+json"));
    }

    [Fact]
    public async Task A_person_stood_under_the_sign_in_name_alone_and_a_patient_was_found_by_id_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var auditor = await server.AuditorAsync();
        await server.Store.CommitAsync(
            Xinglin.Records.Fhir.Resources.Origin.Program("old-hospital-system"),
            [
                new Xinglin.Records.Fhir.Resources.Write(
                    new Hl7.Fhir.Model.Patient
                    {
                        Id = "p1",
                        Name = [new Hl7.Fhir.Model.HumanName { Text = "王秀英" }],
                        Identifier = [new Hl7.Fhir.Model.Identifier("urn:hospital", "MRN-0042")],
                    }
                ),
                new Xinglin.Records.Fhir.Resources.Write(
                    new Hl7.Fhir.Model.Patient { Id = "p2", Name = [new Hl7.Fhir.Model.HumanName { Text = "李雷" }] }
                ),
            ]
        );
        await server.PageAsync("/patients/p1");
        await server.PageAsync("/patients/p2");

        foreach (var asked in new[] { "p1", "MRN-0042", "秀英" })
        {
            var page = WebUtility.HtmlDecode(
                (
                    await RunningServer.GetAsync(
                        auditor,
                        $"/audit?action=page&patient={Uri.EscapeDataString(asked)}&person=lin&culture=en"
                    )
                ).Body
            );
            page.Should().Contain("/patients/p1/access", asked).And.NotContain("/patients/p2/access", asked);
            page.Should().Contain("<b>Dr. Lin</b> (lin)", asked);
            page.Should().Contain(">王秀英</bdi>", "the id alone says nothing").And.Contain(">Chart</span>");
            page.Should().NotContain(">/patients/p1<").And.NotContain(">GET /patients/{Id}<").And.NotContain("+00:00");
            page.Should().Contain($"When ({TimeZoneInfo.Local.Id})");
        }
        var access = WebUtility.HtmlDecode(
            (await RunningServer.GetAsync(server.Person, "/patients/p1/access?culture=zh-CN")).Body
        );
        access.Should().Contain("<b>林文</b> (lin)");
        var signIns = WebUtility.HtmlDecode(
            (await RunningServer.GetAsync(auditor, "/audit?action=sign-in&culture=zh-CN")).Body
        );
        signIns.Should().Contain(">账户 林文 (lin)<").And.NotContain(">Account/");
    }

    [Theory]
    [InlineData("zh-CN", "时间(UTC),时间(")]
    [InlineData("en", "time_utc,time (")]
    public async Task The_export_had_an_English_header_and_no_time_of_the_hospital(string culture, string header)
    {
        await using var server = await RunningServer.StartAsync();
        using var auditor = await server.AuditorAsync();

        var lines = (await RunningServer.GetAsync(auditor, $"/audit/export?culture={culture}"))
            .Body.TrimStart('\ufeff')
            .Split('\n');
        lines[0].Should().StartWith(header);
        lines[1].Should().MatchRegex("^\"[0-9T:.-]+Z\",\"[0-9-]+ [0-9:]+ [+-][0-9]{2}:[0-9]{2}\",");
        lines[1].Split("\",\"").Should().HaveCount(lines[0].Split(',').Length);
        (culture == "en" ? lines[1].Contains("\"person\",") : lines[1].Contains("\"人员\","))
            .Should()
            .BeTrue("the headings and the words are of one language");
    }

    private static AuditFilter Filter(string? from, string? until) => new(null, null, null, from, until, null, null);
}
