using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>Every address × every role, and a program's token × its scopes, against <see cref="RoleTable"/>.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void An_address_that_stands_in_no_row_of_the_role_table_fails_here()
    {
        var known = RoleTable.Doors.Select(door => $"{door.Method} {door.Address}").ToHashSet(StringComparer.Ordinal);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<NoPatientData>() == NoPatientData.StaticFile)
                continue;
            var address = endpoint is RouteEndpoint route ? "/" + route.RoutePattern.RawText?.Trim('/') : "?";
            IReadOnlyList<string> methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
            foreach (var method in methods.Count == 0 ? ["GET"] : methods)
            {
                // HEAD is GET without its body, and a page is asked for again by POST of its own forms only.
                var isKnown =
                    known.Contains($"{method} {address}")
                    || (method is "HEAD" or "POST" or "OPTIONS" && known.Contains($"GET {address}"))
                    || (method is "GET" && known.Contains($"POST {address}") && methods.Count == 0);
                if (!isKnown)
                    found.Add($"{method} {address}");
            }
        }
        found.Should().BeEmpty("each address stands in RoleTable.Doors with what it needs");
    }

    [Fact]
    public async Task Every_address_is_open_to_exactly_the_roles_of_the_table()
    {
        var faults = new List<string>();
        foreach (var role in Roles.All.Append("surgeon").Append(""))
        {
            using var client = await PersonAsync(role.Length == 0 ? "nobody" : role, role.Length == 0 ? [] : [role]);
            foreach (var door in RoleTable.Doors.Where(door => door.Address is not ("/sign-out" or "/sign-in")))
            {
                var expected = RoleTable.IsOpen(door, [role]);
                var status = await AskAsync(client, door);
                // Who is signed in and begins at the worklist without being allowed to is led to the page that is theirs.
                var isRefused = status == 403 || (door.Address == "/" && status == 302);
                if (isRefused == expected || status is 401 or >= 500)
                    faults.Add($"{role}: {door.Method} {door.Sample} was {status}");
            }
        }
        string.Join('\n', faults).Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_gets_more_than_health_and_the_sign_in_page()
    {
        var faults = new List<string>();
        using var client = _server.Client();
        foreach (var door in RoleTable.Doors)
        {
            var status = await AskAsync(client, door);
            var isRefused = status is 401 or 302;
            if (isRefused == (door.Permission == Door.Everybody) && !(door.Method == "POST" && status == 400))
                faults.Add($"{door.Method} {door.Sample} was {status}");
        }
        string.Join('\n', faults).Should().BeEmpty();
    }

    [Theory]
    [InlineData(Roles.Clinician, Scopes.Everything)]
    [InlineData(Roles.Clinician, "system/Observation.c")]
    [InlineData(Roles.Clinician, "system/Observation.rs")]
    [InlineData(Roles.Clinician, "system/*.rs")]
    [InlineData(Roles.Clinician, "system/ImagingStudy.r import")]
    [InlineData(Roles.Clinician, "system/Patient.cruds")]
    [InlineData(Roles.Device, Scopes.Everything)]
    [InlineData(Roles.Device, "system/Observation.c")]
    [InlineData(Roles.Researcher, Scopes.Everything)]
    [InlineData(Roles.Auditor, Scopes.Everything)]
    [InlineData(Roles.Administrator, Scopes.Everything)]
    [InlineData(Roles.Nurse, Scopes.Everything)]
    [InlineData(Roles.Technician, Scopes.Everything)]
    public async Task A_programs_token_reaches_what_its_scopes_and_its_accounts_roles_both_allow(
        string role,
        string scopes
    )
    {
        var faults = new List<string>();
        using var program = await ProgramAsync(role, scopes);
        foreach (var door in RoleTable.Doors.Where(door => door.Address is not ("/sign-out" or "/sign-in")))
        {
            var status = await AskAsync(program, door);
            if ((status == 403) == RoleTable.IsOpen(door, [role], scopes) || status is 401 or 302 or >= 500)
                faults.Add($"{door.Method} {door.Sample} was {status}");
        }
        string.Join('\n', faults).Should().BeEmpty();
    }

    [Theory]
    [InlineData("/fhir/Observation?subject:Patient.name=x")]
    [InlineData("/fhir/Observation?_include=Observation:subject")]
    [InlineData("/fhir/Observation?_revinclude=Provenance:target")]
    [InlineData("/fhir/Observation?_has:Provenance:target:_id=x")]
    public async Task A_search_of_one_type_read_others_by_chains_and_includes(string address)
    {
        using var narrow = await ProgramAsync(Roles.Clinician, "system/Observation.rs");
        using var wide = await ProgramAsync(Roles.Clinician, "system/*.rs", "wide");
        (await RunningServer.GetAsync(narrow, "/fhir/Observation?code=x&_count=3&_sort=date")).Status.Should().Be(200);
        var refused = await RunningServer.GetAsync(narrow, address);
        (refused.Status, refused.Type).Should().Be((403, "application/fhir+json"));
        refused.Body.Should().Contain("system/*.rs");
        (await RunningServer.GetAsync(wide, address)).Status.Should().NotBe(403);
    }

    [Fact]
    public async Task A_device_writes_observations_and_nothing_else()
    {
        using var device = await ProgramAsync(Roles.Device, "system/Observation.c");
        var observation =
            """{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"y"}"""u8.ToArray();
        (await RunningServer.SendAsync(device, HttpMethod.Post, "/fhir/Observation", observation))
            .Status.Should()
            .Be(201);
        // The body's type is the address's, or nothing is stored.
        (
            await RunningServer.SendAsync(
                device,
                HttpMethod.Post,
                "/fhir/Observation",
                """{"resourceType":"Patient"}"""u8.ToArray()
            )
        )
            .Status.Should()
            .BeInRange(400, 422);
        (await RunningServer.SendAsync(device, HttpMethod.Post, "/fhir/Patient", "{}"u8.ToArray()))
            .Status.Should()
            .Be(403);
        using var asking = new HttpRequestMessage(HttpMethod.Post, "/fhir/Observation")
        {
            Content = new ByteArrayContent(observation),
        };
        asking.Content.Headers.ContentType = new("application/fhir+json");
        asking.Headers.Add("If-None-Exist", "subject.name=x");
        using var answer = await device.SendAsync(asking);
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, "whether something exists is a question too");
    }

    [Theory]
    [InlineData("en", "Your account may not read charts", "clinician, nurse, pharmacist, informatics")]
    [InlineData("zh-CN", "您的账户不能查看病历", "医师、护士、药师、信息科")]
    public async Task A_refused_page_says_which_roles_open_it_and_the_refusal_is_recorded(
        string language,
        string words,
        string roles
    )
    {
        using var researcher = await PersonAsync("chu", [Roles.Researcher]);
        var answer = await RunningServer.GetAsync(researcher, $"/patients/p?culture={language}", "text/html");
        answer.Status.Should().Be(403);
        WebUtility.HtmlDecode(answer.Body).Should().Contain(words).And.Contain(roles);
        _server
            .Services.GetRequiredService<AccessTrail>()
            .Find(new(Count: 5))
            .Entries.Should()
            .Contain(entry => entry.Action == AuditActions.Page && entry.Result == "403");
    }

    [Fact]
    public async Task The_bar_shows_a_person_only_what_they_may_open()
    {
        using var researcher = await PersonAsync("chu", [Roles.Researcher]);
        var page = (await RunningServer.GetAsync(researcher, "/models", "text/html")).Body;
        page.Should().Contain("href=\"/models\"").And.NotContain("href=\"/import\"").And.NotContain("href=\"/audit\"");
        page.Should().NotContain("action=\"/search\"");
        using var auditor = await PersonAsync("zhao", [Roles.Auditor]);
        page = (await RunningServer.GetAsync(auditor, "/audit", "text/html")).Body;
        page.Should().Contain("href=\"/audit\"").And.NotContain("href=\"/models\"").And.NotContain("href=\"/import\"");
    }

    [Theory]
    [InlineData(Roles.Researcher, "/models")]
    [InlineData(Roles.Auditor, "/audit")]
    [InlineData(Roles.Administrator, "/admin")]
    public async Task Who_may_not_see_the_worklist_begins_with_a_page_of_their_own(string role, string home)
    {
        using var person = await PersonAsync("person", [role]);
        using var answer = await person.GetAsync("/", TestContext.Current.CancellationToken);
        (answer.StatusCode, answer.Headers.Location?.ToString()).Should().Be((HttpStatusCode.Redirect, home));
    }

    [Fact]
    public async Task An_account_whose_role_the_program_does_not_know_may_do_nothing_and_is_told_so()
    {
        using var person = await PersonAsync("shen", ["surgeon"]);
        foreach (var address in new[] { "/", "/models", "/audit", "/fhir/Patient" })
        {
            var answer = await RunningServer.GetAsync(person, $"{address}?culture=en", "text/html");
            answer.Status.Should().Be(403, address);
            answer.Body.Should().Contain("no role that this program knows", address);
        }
    }

    [Fact]
    public async Task Other_roles_end_the_sessions_and_tokens_that_the_old_ones_had()
    {
        using var person = await PersonAsync("wen", [Roles.Clinician]);
        using var program = await ProgramAsync(Roles.Clinician, Scopes.Everything);
        (await RunningServer.GetAsync(person, "/search?q=x")).Status.Should().Be(200);
        await WithAccountsAsync(accounts => accounts.ChangeRolesAsync("wen", [Roles.Researcher], null));
        await WithAccountsAsync(accounts => accounts.ChangeRolesAsync("program", [Roles.Researcher], null));
        (await RunningServer.GetAsync(person, "/search?q=x")).Status.Should().Be(302);
        (await RunningServer.GetAsync(program, "/fhir/Patient")).Status.Should().Be(401);
    }

    [Theory]
    [InlineData("system/Observation")]
    [InlineData("system/Observation.sc")]
    [InlineData("system/observation.c")]
    [InlineData("patient/*.rs")]
    [InlineData(" ")]
    public async Task A_token_with_a_scope_that_is_none_is_not_made(string scopes)
    {
        var making = () => WithAccountsAsync(a => a.AddTokenAsync("lin", "test", TimeSpan.FromHours(1), scopes));
        (await making.Should().ThrowAsync<AccountRejectedException>())
            .Which.Message.Should()
            .Contain("system/Observation.c");
    }

    [Theory]
    [InlineData("en", "roles.md")]
    [InlineData("zh-CN", "roles.zh-CN.md")]
    public async Task The_role_table_in_the_documentation_is_the_one_that_is_tested(string language, string file)
    {
        var path = Path.Combine(Repository(), "docs", file);
        if (Environment.GetEnvironmentVariable("XINGLIN_WRITE_ROLES") == "yes")
            await File.WriteAllTextAsync(path, RoleTable.Document(language), TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))
            .Should()
            .Be(RoleTable.Document(language), "XINGLIN_WRITE_ROLES=yes writes it anew");
    }

    private static string Repository()
    {
        var folder = Environment.GetEnvironmentVariable("XINGLIN_ROOT") ?? AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Xinglin.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static async Task<int> AskAsync(HttpClient client, Door door)
    {
        using var request = new HttpRequestMessage(new HttpMethod(door.Method), door.Sample);
        // As a page of this server asks: a session's write that does not say whence it comes is refused to everybody.
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        var isForm =
            door.Method == "POST" && (door.PersonOnly || door.Sample.StartsWith("/sign-in/", StringComparison.Ordinal));
        if (door.Sample.StartsWith("/api/held", StringComparison.Ordinal) && door.Method == "POST")
            request.Content = new StringContent("{}", null, "application/json");
        else if (isForm)
            request.Content = new FormUrlEncodedContent([]);
        else if (door.Method is "POST" or "PUT")
            request.Content = new StringContent("{}", null, "application/fhir+json");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }

    private async Task<HttpClient> PersonAsync(string user, string[] roles)
    {
        var known = roles.Where(Roles.All.Contains).ToArray();
        var password = "";
        await WithAccountsAsync(async accounts => password = await accounts.AddAsync(user, user, user, known));
        foreach (var unknown in roles.Except(known))
            await GiveUnknownAsync(user, unknown);
        var client = _server.Client();
        await _server.SignInAsync(client, user, password);
        return client;
    }

    // As an account of another version, or one changed by hand, may have it.
    private async Task GiveUnknownAsync(string user, string role)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDatabase>();
        var id = await database.Users.Where(one => one.UserName == user).Select(one => one.Id).SingleAsync();
        database.Roles.Add(new(role) { NormalizedName = role.ToUpperInvariant() });
        await database.SaveChangesAsync();
        var added = await database.Roles.SingleAsync(one => one.Name == role);
        database.UserRoles.Add(new() { UserId = id, RoleId = added.Id });
        await database.SaveChangesAsync();
    }

    private async Task<HttpClient> ProgramAsync(string role, string scopes, string user = "program")
    {
        var token = "";
        await WithAccountsAsync(async accounts =>
        {
            await accounts.AddAsync(user, user, user, [role]);
            token = await accounts.AddTokenAsync(user, "test", TimeSpan.FromHours(1), scopes);
        });
        var client = _server.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task WithAccountsAsync(Func<Accounts, Task> act)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<Accounts>());
    }
}
