using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.MainJob;

/// <summary>The requests of docs/http, sent to the demonstration as they stand there.</summary>
[Collection(RunningProgram.Name)]
public sealed partial class HttpFileTests(DemonstrationServer server)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "http");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.http").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_request_answers_with_the_status_that_stands_before_it(string file)
    {
        using var person = await server.SignedInAsync();
        using var auditor = await server.SignedInAsync("zhao");
        using var program = new HttpClient { BaseAddress = new Uri(server.Address) };
        var values = await ValuesAsync(person);
        var requests = File.ReadAllText(Path.Combine(Folder, file)).Split("\n###").Skip(1).ToList();
        requests.Should().NotBeEmpty();
        foreach (var text in requests)
        {
            var filled = Hole().Replace(text, match => values[match.Groups[1].Value]);
            var (expected, request) = Parse(filled);
            // A cookie stands for a person who signed in; the client has one of its own.
            var client =
                !request.Headers.Remove("Cookie") ? program
                : file == "audit.http" ? auditor
                : person;
            using var answer = await client.SendAsync(request);
            expected.Should().Contain((int)answer.StatusCode, text);
        }
        // What was brought asks for work; the other tests of this hospital find it done.
        await DemonstrationServer.UntilDoneAsync(person);
    }

    private async Task<Dictionary<string, string>> ValuesAsync(HttpClient person)
    {
        var (code, token, errors) = await XinglinProcess.RunAsync(
            "token",
            "--user",
            "lin",
            "--data",
            server.DataFolder
        );
        code.Should().Be(0, errors);
        var patient = await FirstAsync(person, "/fhir/Patient?_count=1&_sort=_id");
        var study = await FirstAsync(person, "/fhir/ImagingStudy?_count=1&_sort=_id");
        return new()
        {
            ["host"] = server.Address.TrimEnd('/'),
            ["token"] = token.Trim(),
            ["session"] = "",
            ["patient"] = (string)patient["id"]!,
            ["held"] = new string('0', 32),
            ["film"] = (string)study["series"]![0]!["instance"]![0]!["uid"]!,
        };
    }

    private static async Task<JsonNode> FirstAsync(HttpClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync(address))!["entry"]![0]!["resource"]!;

    private static (int[] Expected, HttpRequestMessage Request) Parse(string text)
    {
        var lines = text.Replace("\r", "").Split('\n').Skip(1).ToList();
        var expected = Status().Matches(lines[0]).Select(match => int.Parse(match.Value)).ToArray();
        var head = lines.Skip(1).TakeWhile(line => line.Length > 0).ToList();
        var body = string.Join("\r\n", lines.Skip(2 + head.Count)).TrimEnd();
        var first = head[0].Split(' ', 2);
        var request = new HttpRequestMessage(new HttpMethod(first[0]), first[1]);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body + "\r\n"));
        foreach (var line in head.Skip(1))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Content-Type")
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }
        return (expected, request);
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\d{3}")]
    private static partial Regex Status();
}
