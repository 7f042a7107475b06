using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xinglin.Records.Audit;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Tasks;
using Xinglin.Reports.Signing;
using Xinglin.Server.Audit;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.Audit;

/// <summary>Each kind of access is carried out, and its entry is there: who, whose, what, why, result.</summary>
public sealed class EveryKindTests(TrailServer server) : IClassFixture<TrailServer>
{
    [Theory]
    [InlineData("GET", "/fhir/Patient/p1", "read", "Patient/p1/_history/1", "p1", "ok")]
    [InlineData("HEAD", "/fhir/Patient/p1", "read", "Patient/p1/_history/1", "p1", "ok")]
    [InlineData("GET", "/fhir/Patient/p1/_history/1", "vread", "Patient/p1/_history/1", "p1", "ok")]
    [InlineData("GET", "/fhir/Observation/o1/_history", "history", "Observation/o1", "p1", "ok")]
    [InlineData("GET", "/fhir/Patient/p1/$everything", "everything", "Patient/p1", "p1", "ok")]
    [InlineData("GET", "/fhir/Observation?code=8480-6&patient=p1", "search", "Observation?code&patient", "p1", "ok")]
    [InlineData("GET", "/fhir/Observation?code=none", "search", "Observation?code", "", "ok")]
    [InlineData("GET", "/fhir/Patient/none", "read", "/fhir/Patient/none", "", "404")]
    [InlineData("GET", "/fhir/Patient?name-of=Canary", "search", "/fhir/Patient?name-of", "", "400")]
    [InlineData("GET", "/fhir/a/b/c/d", "unknown", "/fhir/a/b/c/d", "", "404")]
    [InlineData("PATCH", "/fhir/Patient/p1", "unknown", "/fhir/Patient/p1", "p1", "405")]
    [InlineData("GET", "/files/frames/1.2.3.4", "film", "instance 1.2.3.4", "p1", "404")]
    [InlineData("GET", "/files/frames/1.2.3.4/pixels", "film", "instance 1.2.3.4", "p1", "404")]
    [InlineData("GET", "/files/frames/1.2.3.4/thumbnail", "film", "instance 1.2.3.4", "p1", "404")]
    [InlineData("GET", "/files/frames/abc", "film", "/files/frames/abc", "", "404")]
    [InlineData("GET", "/files/frames/1.2.3.4/other", "unknown", "/files/frames/1.2.3.4/other", "", "404")]
    [InlineData("GET", "/files/frames", "unknown", "/files/frames", "", "404")]
    [InlineData("HEAD", "/files/frames/1.2.3.4", "unknown", "/files/frames/1.2.3.4", "", "404")]
    [InlineData("GET", "/dicom-web/studies", "unknown", "/dicom-web/studies", "", "404")]
    [InlineData("GET", "/files/documents/none", "document", "DiagnosticReport/none", "", "404")]
    [InlineData("GET", "/files/attachments/Observation/o1/0", "attachment", "Observation/o1", "p1", "404")]
    [InlineData("GET", "/files/attachments/a b/c/0", "attachment", "a?b/c", "", "404")]
    [InlineData("GET", "/", "page", "/", "", "403")]
    public async Task A_programs_question_is_recorded_under_its_tokens_own_name(
        string method,
        string address,
        string action,
        string entity,
        string patient,
        string result
    )
    {
        using var program = server.Program();
        var entries = await server.DuringAsync(() =>
            program.SendAsync(new HttpRequestMessage(new HttpMethod(method), address))
        );

        var entry = entries.Should().ContainSingle().Which;
        (entry.Action, entry.Entity, string.Join(' ', entry.Patients), entry.Result)
            .Should()
            .Be((action, entity, patient, result));
        (entry.Actor.Kind, entry.Actor.Name, entry.Address).Should().Be(("program", "lab interface", "127.0.0.1"));
        entry.Actor.Id.Should().NotBeNullOrEmpty().And.NotContain(server.Token);
        entry.Reason.Should().StartWith(method);
        entry.Request.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_search_is_one_entry_with_what_it_found_and_without_what_was_asked()
    {
        using var program = server.Program();
        var entries = await server.DuringAsync(() => program.GetAsync("/fhir/Patient?name=Canary"));

        var entry = entries.Should().ContainSingle().Which;
        entry.Items.Should().Equal("Patient/p1/_history/1");
        entry.ToString().Should().NotContain("Canary");
    }

    [Theory]
    [InlineData("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\"gender\":\"male\"}", "create", "ok")]
    [InlineData("PUT", "/fhir/Patient/w1", "{\"resourceType\":\"Patient\",\"id\":\"w1\"}", "update", "ok")]
    [InlineData("PUT", "/fhir/Patient/w2", "{\"resourceType\":\"Patient\",\"id\":\"other\"}", "update", "400")]
    [InlineData("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\"gender\":\"none\"}", "create", "422")]
    [InlineData("POST", "/fhir/Patient", "{", "create", "400")]
    [InlineData(
        "POST",
        "/fhir",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Patient/p1\"}}]}",
        "bundle",
        "ok"
    )]
    [InlineData("POST", "/fhir/Patient/_search", "", "search", "415")]
    [InlineData("POST", "/api/import", "x", "import", "415")]
    public async Task A_programs_write_is_recorded_also_when_it_is_refused(
        string method,
        string address,
        string body,
        string action,
        string result
    )
    {
        using var program = server.Program();
        var entries = await server.DuringAsync(() =>
            program.SendAsync(
                new HttpRequestMessage(new HttpMethod(method), address) { Content = TrailServer.Json(body) }
            )
        );

        var entry = entries.Should().ContainSingle().Which;
        (entry.Action, entry.Result, entry.Actor.Kind).Should().Be((action, result, "program"));
        if (action is "bundle")
            entry.Patients.Should().Equal("p1");
    }

    [Fact]
    public async Task A_version_that_is_not_the_current_one_and_a_deletion_are_recorded()
    {
        using var program = server.Program();
        await program.PutAsync(
            "/fhir/Patient/gone",
            TrailServer.Json("{\"resourceType\":\"Patient\",\"id\":\"gone\"}")
        );
        var refused = new HttpRequestMessage(HttpMethod.Delete, "/fhir/Patient/gone");
        refused.Headers.IfMatch.Add(new EntityTagHeaderValue("\"7\"", isWeak: true));

        var entries = await server.DuringAsync(async () =>
        {
            await program.SendAsync(refused);
            await program.DeleteAsync("/fhir/Patient/gone");
            await program.GetAsync("/fhir/Patient/gone");
        });

        entries
            .Select(entry => (entry.Action, entry.Result))
            .Should()
            .Equal(("delete", "412"), ("delete", "ok"), ("read", "410"));
        entries[1].Entity.Should().Be("Patient/gone/_history/2");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_recorded()
    {
        using var program = server.Program();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fhir/Patient")
        {
            Content = new ByteArrayContent(new byte[65 << 20]),
        };
        request.Content.Headers.ContentType = new("application/fhir+json");
        request.Headers.ExpectContinue = true;

        var entries = await server.DuringAsync(() => program.SendAsync(request));

        entries.Should().ContainSingle().Which.Result.Should().Be("413");
    }

    [Fact]
    public async Task An_upload_is_recorded_with_its_patients()
    {
        using var program = server.Program();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("{\"resourceType\":\"Patient\",\"id\":\"u1\"}"), "files", "p.json" },
        };

        var entries = await server.DuringAsync(() => program.PostAsync("/api/import", form));

        var entry = entries.Should().ContainSingle().Which;
        (entry.Action, entry.Result).Should().Be(("import", "ok"));
        entry.Patients.Should().Equal("u1");
    }

    [Theory]
    [InlineData("/", "page", "/", "401 (302)")]
    [InlineData("/patients/p1", "page", "/patients/p1", "401 (302)")]
    [InlineData("/fhir/Patient/p1", "read", "/fhir/Patient/p1", "401")]
    [InlineData("/files/frames/1.2.3", "film", "/files/frames/1.2.3", "401")]
    [InlineData("/files/attachments/Patient/p1/0", "attachment", "/files/attachments/Patient/p1/0", "401")]
    [InlineData("/records/Patient/p1", "page", "/records/Patient/p1", "401 (302)")]
    [InlineData("/audit", "page", "/audit", "401 (302)")]
    [InlineData("/audit/export", "export", "/audit/export", "401 (302)")]
    public async Task A_stranger_at_any_door_is_recorded(string address, string action, string entity, string result)
    {
        using var stranger = server.Stranger();
        var entries = await server.DuringAsync(() => stranger.GetAsync(address));

        var entry = entries.Should().ContainSingle().Which;
        (entry.Actor.Kind, entry.Action, entry.Entity, entry.Result).Should().Be(("anonymous", action, entity, result));
        if (address.Contains("/p1", StringComparison.Ordinal))
            entry.Patients.Should().Equal("p1");
    }

    [Fact]
    public async Task An_unknown_token_is_recorded_without_its_secret()
    {
        using var program = server.Program("xl_0000");
        var entries = await server.DuringAsync(() => program.GetAsync("/fhir/Patient/p1"));

        var entry = entries.Should().ContainSingle().Which;
        (entry.Result, entry.Reason, entry.Actor.Kind).Should().Be(("401", "unknown token", "anonymous"));
        entry.ToString().Should().NotContain("xl_0000");
    }

    [Fact]
    public async Task A_token_that_has_expired_or_whose_account_is_closed_is_recorded_under_its_own_name()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        await accounts.AddAsync("sun", "孙", "Sun", [Roles.Clinician]);
        using var expired = server.Program(await accounts.AddTokenAsync("sun", "old", TimeSpan.FromSeconds(-1)));
        using var closed = server.Program(await accounts.AddTokenAsync("sun", "closed", TimeSpan.FromDays(1)));
        (await closed.GetAsync("/fhir/Patient/p1")).StatusCode.Should().Be(HttpStatusCode.OK);
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        await users.SetLockoutEndDateAsync((await users.FindByNameAsync("sun"))!, DateTimeOffset.MaxValue);

        var entries = await server.DuringAsync(async () =>
        {
            await expired.GetAsync("/fhir/Patient/p1");
            await closed.GetAsync("/fhir/Patient/p1");
        });

        entries
            .Select(entry => (entry.Actor.Kind, entry.Actor.Name, entry.Reason, entry.Result))
            .Should()
            .Equal(("program", "old", "expired token", "401"), ("program", "closed", "closed account", "401"));
    }

    [Theory]
    [InlineData("/", "page", "p1")]
    [InlineData("/patients/p1", "page", "p1")]
    [InlineData("/patients/p1/access", "page", "p1")]
    [InlineData("/studies/s1", "page", "p1")]
    [InlineData("/drafts/none", "page", null, 404)]
    [InlineData("/patients/WangXiuying", "page", null, 404)]
    [InlineData("/patients/none/access", "page", null, 404)]
    [InlineData("/search?q=Canary", "search", "p1")]
    [InlineData("/import", "page", null)]
    [InlineData("/models", "page", null)]
    [InlineData("/audit?patient=p1", "page", "p1")]
    [InlineData("/audit/export?format=ndjson", "export", null)]
    public async Task A_persons_view_of_a_page_is_one_entry(
        string address,
        string action,
        string? patient,
        int status = 200
    )
    {
        using var person = await server.PersonAsync();
        HttpResponseMessage? answer = null;
        var entries = await server.DuringAsync(async () => answer = await person.GetAsync(address));

        ((int)answer!.StatusCode).Should().Be(status);
        var entry = entries.Should().ContainSingle().Which;
        var result = status == 200 ? "ok" : "404";
        (entry.Action, entry.Result, entry.Actor.Kind, entry.Actor.Name).Should().Be((action, result, "person", "lin"));
        entry.ToString().Should().NotContain("WangXiuying", "what was typed is no patient");
        entry.ToString().Should().NotContain("Canary");
        if (patient is not null && address != "/")
            entry.Patients.Should().Equal(patient);
    }

    [Fact]
    public async Task A_live_page_is_recorded_once_a_view_and_never_not_at_all()
    {
        var views = server.Services.GetRequiredService<PageViews>();
        var person = new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "a1"), new Claim(ClaimTypes.Name, "lin")], "test")
        );
        var drawing = new DefaultHttpContext { User = person };

        var entries = await server.DuringAsync(async () =>
        {
            views.Draw(drawing, "/patients/p1", ["p1"]);
            await views.OpenAsync(person, "/patients/p1", ["p1"]);
        });
        entries.Should().BeEmpty("the request that drew it is recorded by the gate");

        entries = await server.DuringAsync(() => views.OpenAsync(person, "/patients/p1", ["p1"]));
        var entry = entries.Should().ContainSingle("the page came to life a second time without a request").Which;
        (entry.Action, entry.Entity, entry.Actor.Id).Should().Be(("page", "/patients/p1", "a1"));
    }

    [Fact]
    public async Task Sign_in_right_and_wrong_and_sign_out_are_recorded_and_never_what_was_typed()
    {
        HttpClient? person = null;
        var entries = await server.DuringAsync(async () =>
        {
            await server.SignInAsync("lin", "not the password");
            await server.SignInAsync("my-secret-typed-in-the-wrong-field", "x");
            (person, _) = await server.SignInAsync("lin", server.Password);
            var page = await person.GetStringAsync("/models");
            await person.PostAsync(
                "/sign-out",
                new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["__RequestVerificationToken"] = TrailServer.FormToken().Match(page).Groups[1].Value,
                    }
                )
            );
        });

        entries
            .Where(entry => entry.Action != "page")
            .Select(entry => (entry.Action, entry.Result, entry.Actor.Kind, entry.Actor.Name))
            .Should()
            .Equal(
                ("sign-in", "wrong", "anonymous", null),
                ("sign-in", "wrong", "anonymous", null),
                ("sign-in", "ok", "person", "lin"),
                ("sign-out", "ok", "person", "lin")
            );
        entries[1].Entity.Should().Be("Account/unknown");
        string.Join('\n', entries).Should().NotContain("secret").And.NotContain(server.Password);
    }

    [Fact]
    public async Task A_locked_account_and_the_second_authentication_are_recorded()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var password = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .AddAsync("wu", "吴医生", "Dr. Wu", [Roles.Clinician]);
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        var id = (await users.FindByNameAsync("wu"))!.Id;
        var verifier = server.Services.GetRequiredService<PasswordVerifier>();

        var answers = new List<PasswordAnswer>();
        var entries = await server.DuringAsync(async () =>
        {
            (await verifier.VerifyAsync(id, password, default)).Should().Be(PasswordAnswer.Right);
            for (var i = 0; i < 5; i++)
                answers.Add(await verifier.VerifyAsync(id, "wrong", default));
            (await verifier.VerifyAsync(id, password, default)).Should().Be(PasswordAnswer.Locked);
            await server.SignInAsync("wu", password);
        });

        entries
            .Select(entry => $"{entry.Action} {entry.Result}")
            .Should()
            .Equal([
                "second-authentication ok",
                .. Enumerable.Repeat("second-authentication wrong", 5),
                "second-authentication locked",
                // What is typed wrong in a session locks that session's signatures, not the sign-in.
                "sign-in ok",
            ]);
        entries[0].Actor.Name.Should().Be("wu");
        // The fifth locks: the person is told so at once, as at sign-in.
        answers.Should().Equal([.. Enumerable.Repeat(PasswordAnswer.Wrong, 4), PasswordAnswer.Locked]);
    }

    [Fact]
    public async Task Accounts_tokens_and_passwords_that_are_made_are_recorded()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var secrets = new List<string>();

        var entries = await server.DuringAsync(async () =>
        {
            secrets.Add(await accounts.AddAsync("zhao", "赵", "Zhao", [Roles.Clinician]));
            secrets.Add(await accounts.ResetAsync("zhao"));
            secrets.Add(await accounts.AddTokenAsync("zhao", "monitor", TimeSpan.FromDays(1)));
            await accounts.ChangeRolesAsync("zhao", [Roles.Nurse, Roles.Auditor], null);
        });

        entries.Select(entry => entry.Action).Should().Equal("user-add", "password-reset", "token-add", "role-change");
        entries[3].Reason.Should().Be("zhao: nurse, auditor");
        entries[2].Reason.Should().Be("monitor, for zhao: system/*.cruds import");
        foreach (var secret in secrets)
            string.Join('\n', entries).Should().NotContain(secret);
    }

    [Fact]
    public async Task Which_model_read_which_patient_is_recorded()
    {
        await server.Store.CommitAsync(Origin.Command("test"), [new Write(new Hl7.Fhir.Model.Patient { Id = "m1" })]);
        var queue = server.Services.GetRequiredService<TaskQueue>();
        var task = ForecastPolicy.AnalysisTask(queue, TaskType.Diagnosis, "m1", "1");

        await server.Store.CommitAsync(Origin.Product, [new Write(task)]);

        AuditEntry? found = null;
        for (var tries = 0; tries < 600 && found is null; tries++)
        {
            await Task.Delay(100);
            found = server.Trail.Find(new(Patient: "m1", Action: AuditActions.ModelUse)).Entries.FirstOrDefault();
        }
        found.Should().NotBeNull();
        (found!.Actor.Kind, found.Result, found.Reason).Should().Be(("product", "ok", "Diagnosis"));
        found.Entity.Should().StartWith("model ");
        found.Items.Should().Contain($"Task/{task.Id}");
    }

    [Fact]
    public void That_the_server_started_is_recorded() =>
        server
            .Trail.Find(new(Action: AuditActions.Start))
            .Entries.Should()
            .ContainSingle()
            .Which.Actor.Id.Should()
            .Be($"server, {Environment.UserName}");
}
