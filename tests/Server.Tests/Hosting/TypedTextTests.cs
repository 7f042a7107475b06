using System.Net.WebSockets;
using System.Text;
using Xinglin.Server.Pages.Layout;
using Xinglin.Server.Tests.Running;

namespace Xinglin.Server.Tests.Hosting;

/// <summary>What a browser may bring to a live page in one message.</summary>
public sealed class TypedTextTests
{
    [Fact]
    public async Task A_page_of_typed_text_cut_the_connection_and_was_lost()
    {
        await using var server = await RunningServer.StartAsync();
        using var live = await OpenAsync(server);

        await live.SendAsync(Invocation(PagesSettings.MostTyped), WebSocketMessageType.Binary, true, default);

        (await AnswerAsync(live)).Should().Contain("no-such-method", "it was taken, and is answered");
        live.State.Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task A_message_without_end_is_not_taken()
    {
        await using var server = await RunningServer.StartAsync();
        using var live = await OpenAsync(server);

        await live.SendAsync(Invocation(4 * PagesSettings.MostTyped), WebSocketMessageType.Binary, true, default);

        (await AnswerAsync(live)).Should().BeNull("the connection is closed");
    }

    [Theory]
    [InlineData("en", "This text is too long")]
    [InlineData("zh-CN", "这段文字过长")]
    public async Task Every_page_has_the_words_for_a_text_that_is_too_long(string language, string words)
    {
        await using var server = await RunningServer.StartAsync();

        (await server.PageAsync("/?culture=" + language))
            .Should()
            .Contain(words)
            .And.Contain($"data-most=\"{PagesSettings.MostTyped}\"");
    }

    private static async Task<ClientWebSocket> OpenAsync(RunningServer server)
    {
        var live = new ClientWebSocket();
        var address = new UriBuilder(server.Person.BaseAddress!) { Scheme = "ws", Path = "/_blazor" };
        await live.ConnectAsync(address.Uri, server.Person, default);
        var hello = Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");
        await live.SendAsync(hello, WebSocketMessageType.Text, true, default);
        var buffer = new byte[100];
        var said = await live.ReceiveAsync(buffer.AsMemory(), default);
        Encoding.UTF8.GetString(buffer, 0, said.Count).Should().Be("{}\u001e");
        return live;
    }

    /// <summary>A call of a method that is not there, with so many bytes of text, in the live pages' own form.</summary>
    private static byte[] Invocation(int bytes)
    {
        const string Method = "no-such-method";
        byte[] head =
        [
            0x95,
            1,
            0x80,
            0xa1,
            (byte)'1',
            (byte)(0xa0 + Method.Length),
            .. Encoding.ASCII.GetBytes(Method),
        ];
        byte[] text = [0x91, 0xdb, (byte)(bytes >> 24), (byte)(bytes >> 16), (byte)(bytes >> 8), (byte)bytes];
        byte[] message = [.. head, .. text, .. Enumerable.Repeat((byte)'x', bytes)];
        var length = new List<byte>();
        for (var left = message.Length; length.Count == 0 || left > 0; left >>= 7)
            length.Add((byte)(left & 0x7f | (left > 0x7f ? 0x80 : 0)));
        return [.. length, .. message];
    }

    /// <summary>The next message that is no sign of life; null when the connection is closed.</summary>
    private static async Task<string?> AnswerAsync(ClientWebSocket live)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[65_536];
        try
        {
            while (true)
            {
                var said = await live.ReceiveAsync(buffer.AsMemory(), patience.Token);
                if (said.MessageType == WebSocketMessageType.Close)
                    return null;
                // Type 3 answers a call, 6 is a sign of life, 7 closes.
                if (said.Count > 2 && buffer[2] is 3)
                    return Encoding.UTF8.GetString(buffer, 0, said.Count);
                if (said.Count > 2 && buffer[2] is 7)
                    return null;
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
