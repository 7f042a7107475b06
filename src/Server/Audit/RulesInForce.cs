using System.Security.Cryptography;
using Xinglin.Records.Files;
using Xinglin.Reports.Signing;

namespace Xinglin.Server.Audit;

/// <summary>
/// The files of the data folder that say what the server allows: who may sign what, and the hospital's settings. Whoever changes one
/// behind the server is seen in the trail at its next start.
/// </summary>
public sealed class RulesInForce(string dataFolder)
{
    private static readonly string[] Files = [SigningRules.FileName, HospitalSettings.FileName];

    /// <summary><c>signing-rules.json:sha256:…</c>, or <c>signing-rules.json:shipped</c> where the folder has none.</summary>
    public IReadOnlyList<string> Digests() =>
        [
            .. Files.Select(name =>
                Path.Combine(dataFolder, name) is var path && File.Exists(path)
                    ? $"{name}:sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"
                    : $"{name}:shipped"
            ),
        ];
}
