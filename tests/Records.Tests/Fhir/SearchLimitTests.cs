using System.Net;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Tests.Fhir;

/// <summary>Searches that reach SQLite's own limits are answered, or rejected in words.</summary>
public sealed class SearchLimitTests : IAsyncLifetime
{
    private FhirServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FhirServer.StartAsync();
        await _server.Store.CommitAsync(
            Origin.Product,
            [
                .. Enumerable.Range(0, 40).Select(i => new Write(Reading(i))),
                new Write(new Patient { Id = "p1", Name = [new() { Family = "Wang" }] }),
            ]
        );
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Forty_nine_parameters_of_five_hundred_values_are_answered()
    {
        var codes = string.Join(',', Enumerable.Range(0, 500).Select(i => $"http://loinc.org|{i:00}-1"));
        var dates = string.Join(',', Enumerable.Range(0, 500).Select(i => $"ge{1500 + i}-01-01"));
        var updated = string.Join(',', Enumerable.Range(0, 500).Select(i => $"gt{1500 + i}"));
        var body = new StringBuilder();
        for (var i = 0; i < 17; i++)
            body.Append($"code={codes}&date={dates}&_lastUpdated={updated}&");
        body.Length--;
        await MatchesAsync(body.ToString().Split('&')[..49], 40);
    }

    [Theory]
    [InlineData("code", "http://loinc.org|@-1")]
    [InlineData("code", "@-1")]
    [InlineData("code:not", "x@")]
    [InlineData("_id", "o@")]
    [InlineData("value-quantity", "@")]
    [InlineData("value-quantity", "@|http://unitsofmeasure.org|kg")]
    [InlineData("subject", "Patient/p@")]
    [InlineData("date", "2026-01-01T00:00:@Z")]
    public async Task Many_values_find_what_each_of_them_finds(string parameter, string value)
    {
        // The same values few at a time go through the statement itself: both ways must agree.
        string Of(int i) => value.Replace("@", i.ToString("00"));
        var all = Enumerable.Range(0, 59).Select(Of).ToList();
        var expected = new HashSet<string>();
        if (parameter.EndsWith(":not"))
        {
            expected = [.. await FoundAsync([$"{parameter}={all[0]}"])];
        }
        else
        {
            foreach (var few in all.Chunk(10))
                expected.UnionWith(await FoundAsync([$"{parameter}={string.Join(',', few)}"]));
        }

        expected.Should().NotBeEmpty();
        (await FoundAsync([$"{parameter}={string.Join(',', all)}"])).Should().BeEquivalentTo(expected);
        // Not as the rarest condition but as one that is asked of each resource.
        (await FoundAsync(["_id=o03,o05", $"{parameter}={string.Join(',', all)}"]))
            .Should()
            .BeEquivalentTo(expected.Intersect(["o03", "o05"]));
    }

    [Fact]
    public async Task Names_in_great_number_are_found_by_their_beginning()
    {
        var names = string.Join(',', Enumerable.Range(0, 400).Select(i => $"x{i}").Append("wan"));
        using var answer = await SearchAsync("Patient", [$"name={names}"]);
        (await answer.ResourceAsync<Bundle>()).Total.Should().Be(1);
        using var contains = await SearchAsync("Patient", [$"name:contains={names}"]);
        (await contains.ResourceAsync<Bundle>()).Total.Should().Be(1);
    }

    [Theory]
    [InlineData("value-quantity=1e-99999999999")]
    [InlineData("value-quantity=1e99999999999")]
    [InlineData("value-quantity=1e-401")]
    [InlineData("_sort=_id,_id,_id,_id,_id,_id,_id,_id,_id,_id,_id")]
    [InlineData("date=99999")]
    [InlineData("_count=99999999999")]
    [InlineData("_offset=-1")]
    public async Task What_cannot_be_asked_is_refused_and_never_a_fault(string parameter)
    {
        using var answer = await SearchAsync("Observation", [parameter]);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_offset_beyond_everything_makes_no_link_to_what_is_not_there()
    {
        using var answer = await SearchAsync("Observation", ["_offset=2147483647", "_count=1000"]);
        (await answer.ResourceAsync<Bundle>()).Link.Select(l => l.Relation).Should().Equal("self", "previous");
    }

    [Fact]
    public async Task A_word_of_the_client_comes_back_short_and_harmless()
    {
        var name = "张三" + new string('x', 5000);
        using var answer = await _server.GetAsync($"/fhir/Patient?{Uri.EscapeDataString(name)}=1");
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("张").And.NotContain(new string('x', 65));
        using var sort = await _server.GetAsync($"/fhir/Patient?_sort={Uri.EscapeDataString(name)}");
        (await sort.Content.ReadAsStringAsync()).Should().NotContain("张").And.NotContain(new string('x', 65));
    }

    [Fact]
    public async Task Whatever_is_searched_for_the_answer_is_no_fault()
    {
        const int Seed = 20260307;
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}");
        var random = new Random(Seed);
        var names = SearchParameters
            .Of("Observation")
            .Keys.Concat(["_id", "_lastUpdated", "_sort", "_count", "_summary"])
            .ToArray();
        string[] modifiers = ["", "", "", ":exact", ":contains", ":not", ":missing", ":Patient", ":of-type", ":"];
        string[] pieces =
        [
            "ge",
            "ne",
            "ap",
            "2026",
            "-02-30",
            "T25:61",
            "1e",
            "1",
            ".",
            "e9",
            "-",
            "|",
            "\\",
            ",",
            "\\,",
            "\0",
            "张",
            "\uFFFF",
            "$",
            "true",
            "Patient/",
            "http://a|",
            "%",
            "9999-12-31",
            "0001",
            "'",
            "\"",
            " ",
            "+",
        ];
        for (var round = 0; round < 1500; round++)
        {
            var query = Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ =>
                {
                    var value = string.Concat(
                        Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)])
                    );
                    return names[random.Next(names.Length)] + modifiers[random.Next(modifiers.Length)] + "=" + value;
                })
                .ToArray();
            using var answer = await SearchAsync("Observation", query);
            ((int)answer.StatusCode).Should().BeLessThan(500, string.Join('&', query));
        }
    }

    private async Task MatchesAsync(string[] parameters, int total)
    {
        using var answer = await SearchAsync("Observation", parameters);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.ResourceAsync<Bundle>()).Total.Should().Be(total);
    }

    private async Task<List<string>> FoundAsync(string[] parameters)
    {
        using var answer = await SearchAsync("Observation", [.. parameters, "_count=1000"]);
        return [.. (await answer.ResourceAsync<Bundle>()).Entry.Select(e => e.Resource!.Id!)];
    }

    private Task<HttpResponseMessage> SearchAsync(string type, string[] parameters)
    {
        var body = string.Join(
            '&',
            parameters
                .Select(p => p.Split('=', 2))
                .Select(p => $"{Uri.EscapeDataString(p[0])}={Uri.EscapeDataString(p[1])}")
        );
        return _server.SendAsync("POST", $"/fhir/{type}/_search", body, "application/x-www-form-urlencoded");
    }

    private static Observation Reading(int i) =>
        new()
        {
            Id = $"o{i:00}",
            Status = ObservationStatus.Final,
            Subject = new($"Patient/p{i:00}"),
            Code = new() { Coding = [new("http://loinc.org", $"{i:00}-1")] },
            Effective = new FhirDateTime($"2026-01-01T00:00:{i:00}Z"),
            Value = new Quantity(i, "kg", "http://unitsofmeasure.org"),
        };
}
