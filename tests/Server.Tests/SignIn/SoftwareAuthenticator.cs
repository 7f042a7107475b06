using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>An authenticator of WebAuthn Level 3 with one ES256 key, as a phone or a security key is one.</summary>
internal sealed class SoftwareAuthenticator(string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HoldsKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _user = "";
    private uint _count;

    /// <summary>Whether it asked for a finger, a face or its PIN.</summary>
    public bool Verifies { get; set; } = true;

    public void Dispose() => _key.Dispose();

    /// <summary>Makes its passkey for the options of a server.</summary>
    public string Create(string options)
    {
        using var json = JsonDocument.Parse(options);
        _user = json.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var client = ClientData("webauthn.create", json.RootElement.GetProperty("challenge").GetString()!);
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Head(HoldsKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation =
        [
            0xA3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xA0,
            .. Text("authData"),
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Credential(
            new()
            {
                ["attestationObject"] = Url(attestation),
                ["clientDataJSON"] = Url(client),
                ["transports"] = new[] { "internal" },
            }
        );
    }

    /// <summary>Answers a challenge with its passkey.</summary>
    public string Get(string options)
    {
        using var json = JsonDocument.Parse(options);
        var client = ClientData("webauthn.get", json.RootElement.GetProperty("challenge").GetString()!);
        var data = Head(0);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Credential(
            new()
            {
                ["authenticatorData"] = Url(data),
                ["clientDataJSON"] = Url(client),
                ["signature"] = Url(signature),
                ["userHandle"] = _user,
            }
        );
    }

    private byte[] Head(byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        var host = SHA256.HashData(Encoding.UTF8.GetBytes(new Uri(origin).Host));
        return [.. host, (byte)(Present | (Verifies ? Verified : 0) | more), .. count];
    }

    private byte[] ClientData(string type, string challenge) =>
        Encoding.UTF8.GetBytes(
            $$"""{"type":"{{type}}","challenge":"{{challenge}}","origin":"{{origin}}","crossOrigin":false}"""
        );

    private string Credential(Dictionary<string, object> response) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["id"] = Url(_id),
                ["rawId"] = Url(_id),
                ["type"] = "public-key",
                ["authenticatorAttachment"] = "platform",
                ["clientExtensionResults"] = new Dictionary<string, object>(),
                ["response"] = response,
            }
        );

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
