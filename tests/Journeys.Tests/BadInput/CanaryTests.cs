using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Xinglin.Journeys.Tests.Running;

namespace Xinglin.Journeys.Tests.BadInput;

/// <summary>
/// A hundred made-up names are planted by every door, right and wrong, an upload is killed half way, and then
/// everything that was written outside of the records is searched for them.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class CanaryTests : IAsyncDisposable
{
    private const int Seed = 731;
    private readonly Canaries _canaries = new(Seed);
    private readonly string _data = Directory.CreateTempSubdirectory("xinglin-canary-").FullName;
    private readonly string _files = Directory.CreateTempSubdirectory("xinglin-canary-in-").FullName;
    private readonly StringBuilder _answers = new();
    private readonly StringBuilder _logs = new();
    private XinglinProcess? _process;

    [Fact]
    public async Task No_name_leaves_the_records_by_an_error_a_log_a_file_name_or_a_temporary_file()
    {
        TestContext.Current.SendDiagnosticMessage($"seed {Seed}");
        await StartAsync();
        using (var client = await ClientAsync())
        {
            await ByFhirAsync(client);
            await ByImportAsync(client);
            await BySearchAndAddressAsync(client);
            await KilledUploadAsync(client);
        }
        Directory
            .EnumerateFiles(Path.Combine(_data, "tmp"), "*", SearchOption.AllDirectories)
            .Should()
            .Contain(path => !path.EndsWith(".lock"), "the upload was under way");
        await StartAsync();
        await ByCommandAsync();

        _canaries.In(_answers.ToString()).Should().BeEmpty("no error may repeat what it is about");
        _process!.Lines.ToList().ForEach(line => _logs.AppendLine(line));
        _canaries.In(_logs.ToString()).Should().BeEmpty("no log may");
        Directory
            .EnumerateFileSystemEntries(_data, "*", SearchOption.AllDirectories)
            .SelectMany(_canaries.In)
            .Should()
            .BeEmpty("no file name may");
        _canaries
            .Under(Path.Combine(_data, "tmp"))
            .Should()
            .BeEmpty("what a killed process left is cleared at the next start");
        _canaries
            .Under(Path.GetTempPath(), _data, _files)
            .Should()
            .BeEmpty("nothing goes to the system's temporary folder");
        Others(_data).Should().BeEmpty("nobody else may read any of it");
    }

    private async Task ByFhirAsync(HttpClient client)
    {
        for (var i = 0; i < _canaries.Names.Count; i++)
        {
            var name = _canaries.Names[i];
            await SendAsync(
                client,
                $$"""{"resourceType":"Patient","id":"c{{i}}","name":[{"text":"{{name}}"}]}""",
                $"Patient/c{i}",
                HttpMethod.Put
            );
        }
        var one = _canaries.Names[0];
        var other = _canaries.Names[60];
        foreach (
            var wrong in new[]
            {
                $$"""{"resourceType":"Patient","gender":"{{one}}","birthDate":"{{other}}","active":"{{one}}"}""",
                $$"""{"resourceType":"Patient","{{other}}":"{{one}}","name":"{{one}}"}""",
                $$"""{"resourceType":"{{other}}"}""",
                $$"""{"resourceType":"Patient","name":[{"text":"{{one}}"}""",
                $$$"""{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'><script>{{{one}}}</script></div>"}}""",
                $$"""{"resourceType":"Patient","name":[{"text":"{{string.Concat(Enumerable.Repeat(one, 200_000))}}"}]}""",
                $$"""{"resourceType":"Patient","id":"{{other}} x","name":[{"text":"{{one}}"}]}""",
                $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient","gender":"{{{one}}}"},"request":{"method":"POST","url":"Patient?name={{{other}}}"}}]}""",
                $"<Patient xmlns='http://hl7.org/fhir'><gender value='{one}'/><{other}/></Patient>",
                $"{one} is no JSON",
            }
        )
        {
            await SendAsync(
                client,
                wrong,
                "Patient",
                HttpMethod.Post,
                wrong[0] == '<' ? "application/fhir+xml" : "application/fhir+json"
            );
            await SendAsync(
                client,
                wrong,
                "",
                HttpMethod.Post,
                wrong[0] == '<' ? "application/fhir+xml" : "application/fhir+json"
            );
        }
    }

    private async Task ByImportAsync(HttpClient client)
    {
        foreach (var (name, content) in BadFiles())
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "files", name } };
            using var answer = await client.PostAsync("/api/import", form);
            var text = await answer.Content.ReadAsStringAsync();
            _answers.AppendLine(
                answer.IsSuccessStatusCode
                    ? Unescaped(JsonDocument.Parse(text).RootElement.GetProperty("refused"))
                    : text
            );
        }
    }

    private IEnumerable<(string Name, byte[] Content)> BadFiles()
    {
        var (one, other) = (_canaries.Names[7], _canaries.Names[77]);
        byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
        yield return (
            "a.csv",
            Text(
                $"patient,time,code,value,unit\n{one},2026-01-01,weight,70,kg\n{other},x,weight,70,kg\nc1,2026-01-01,weight,{new string('9', 70_000)}{one},kg\n"
            )
        );
        yield return (
            "a.ndjson",
            Text(
                $"{{\"resourceType\":\"Patient\",\"gender\":\"{one}\"}}\n{{\"resourceType\":\"Patient\",\"name\":[{{\"text\":\"{other}\"}}\n"
            )
        );
        yield return (
            "a.json",
            Text($"{{\"resourceType\":\"Patient\",\"birthDate\":\"{one}\",\"gender\":\"{other}\"}}")
        );
        yield return ("a.xml", Text($"<Patient xmlns='http://hl7.org/fhir'><gender value='{one}'/>{other}</Patient>"));
        yield return ("a.bin", Text($"{one} {other}"));
        var film = Film(one);
        yield return ("a.dcm", film);
        yield return ("cut.dcm", film[..(film.Length / 2)]);
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("a.json").Open())
            entry.Write(Text($"{{\"resourceType\":\"Patient\",\"gender\":\"{one}\"}}"));
        yield return ("a.zip", packed.ToArray());
        yield return ("cut.zip", packed.ToArray()[..60]);
    }

    private async Task BySearchAndAddressAsync(HttpClient client)
    {
        foreach (var name in _canaries.Names.Chunk(10).Select(few => few[3]))
        {
            var sent = Uri.EscapeDataString(name);
            string[] values =
            [
                $"Patient?birthdate={sent}",
                $"Patient?_count={sent}",
                $"Patient?_format={sent}",
                $"Observation?value-quantity={sent}",
            ];
            // A word of Latin letters in an address is an id or a type and comes back as such; any other does not.
            string[] words =
            [
                $"Patient?{sent}=1",
                $"Patient?name:{sent}=1",
                $"Patient?_sort={sent}",
                $"Patient/{sent}",
                $"Patient/c1/_history/{sent}",
                $"{sent}/1",
                $"Patient/{sent}/$everything",
            ];
            foreach (var address in char.IsAscii(name[0]) ? values : [.. values, .. words])
                await GetAsync(client, $"/fhir/{address}");
            foreach (var address in new[] { "files/frames", "files/documents", "api" })
                await GetAsync(client, $"/{address}/{sent}");
        }
    }

    private async Task GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        if (!answer.IsSuccessStatusCode)
            _answers.AppendLine(await answer.Content.ReadAsStringAsync()).AppendLine(answer.Headers.ToString());
    }

    /// <summary>A document is being uploaded when the server is killed.</summary>
    private async Task KilledUploadAsync(HttpClient client)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        var body =
            $"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"u.json\"\r\n\r\n{{\"resourceType\":\"Patient\",\"name\":[{{\"text\":\"{_canaries.Names[33]}\"}}]{new string(' ', 400_000)}";
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(
                $"POST /api/import HTTP/1.1\r\nHost: {client.BaseAddress.Authority}\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n{body}"
            )
        );
        await Task.Delay(1500);
        _process!.Lines.ToList().ForEach(line => _logs.AppendLine(line));
        await _process.KillAsync();
    }

    private async Task ByCommandAsync()
    {
        foreach (var (name, content) in BadFiles())
            await File.WriteAllBytesAsync(Path.Combine(_files, name), content);
        foreach (var verb in new[] { "import", "quality" })
        {
            var (_, output, errors) = await XinglinProcess.RunAsync(verb, _files, "--data", _data, "--json");
            _answers
                .AppendLine(errors)
                .AppendLine(Unescaped(JsonDocument.Parse(output).RootElement.GetProperty("refused")));
        }
    }

    private async Task SendAsync(
        HttpClient client,
        string body,
        string address,
        HttpMethod method,
        string type = "application/fhir+json"
    )
    {
        using var request = new HttpRequestMessage(method, $"/fhir/{address}")
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await client.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            _answers.AppendLine(await answer.Content.ReadAsStringAsync());
        ((int)answer.StatusCode).Should().BeLessThan(500);
    }

    private async Task StartAsync()
    {
        if (_process is null)
        {
            (
                await XinglinProcess.RunAsync(
                    "user",
                    "add",
                    "canary",
                    "--role",
                    "clinician",
                    "--role",
                    "informatics",
                    "--data",
                    _data
                )
            )
                .Code.Should()
                .Be(0);
        }
        else
        {
            await _process.DisposeAsync();
        }

        _process = XinglinProcess.Start("serve", "--data", _data);
        await _process.LineAfterAsync("Data", TimeSpan.FromMinutes(3));
    }

    private async Task<HttpClient> ClientAsync()
    {
        var (_, output, _) = await XinglinProcess.RunAsync("token", "--user", "canary", "--data", _data, "--json");
        var token = JsonDocument.Parse(output).RootElement.GetProperty("token").GetString();
        var client = new HttpClient
        {
            BaseAddress = new Uri(await _process!.LineAfterAsync("Address", TimeSpan.FromSeconds(5))),
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Whatever under a folder somebody else than its owner may use.</summary>
    private static IEnumerable<string> Others(string folder)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        return Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Append(folder)
            .Where(path => (File.GetUnixFileMode(path) & ~owner) != 0);
    }

    private static string Unescaped(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Array => string.Join('\n', element.EnumerateArray().Select(Unescaped)),
            JsonValueKind.Object => string.Join('\n', element.EnumerateObject().Select(p => Unescaped(p.Value))),
            _ => element.ToString(),
        };

    /// <summary>A film without Patient ID, which is rejected, of a patient with the given name.</summary>
    private static byte[] Film(string name)
    {
        static byte[] Element(ushort group, ushort tag, string vr, byte[] value) =>
            [
                .. BitConverter.GetBytes(group),
                .. BitConverter.GetBytes(tag),
                .. Encoding.ASCII.GetBytes(vr),
                .. BitConverter.GetBytes((ushort)(value.Length + value.Length % 2)),
                .. value,
                .. new byte[value.Length % 2],
            ];
        static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
        return
        [
            .. new byte[128],
            .. "DICM"u8,
            .. Element(2, 0x10, "UI", Ascii("1.2.840.10008.1.2.1")),
            .. Element(8, 5, "CS", Ascii("ISO_IR 192")),
            .. Element(8, 0x16, "UI", Ascii("1.2.840.10008.5.1.4.1.1.1")),
            .. Element(8, 0x18, "UI", Ascii("1.2.731.1")),
            .. Element(0x10, 0x10, "PN", Encoding.UTF8.GetBytes(name)),
            .. Element(0x20, 0xD, "UI", Ascii("1.2.731.2")),
            .. Element(0x20, 0xE, "UI", Ascii("1.2.731.3")),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_files, recursive: true);
    }
}
