using System.Text.Json;
using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Signing;

/// <summary>Reads signing rules; whatever is missing, unknown or contradicts itself is told with its place.</summary>
internal static class SigningRulesFile
{
    private static readonly (string Name, SignatureMeaning Meaning)[] Meanings =
    [
        ("author", SignatureMeaning.Author),
        ("reviewer", SignatureMeaning.Reviewer),
        ("approver", SignatureMeaning.Approver),
        ("coSigner", SignatureMeaning.CoSigner),
    ];

    /// <param name="signers">Roles that may stand in it; any when null.</param>
    /// <exception cref="SigningRulesException"/>
    public static SigningRules Read(JsonElement json, string path, IReadOnlyCollection<string>? signers)
    {
        var place = new Place(path, signers);
        place.Only(json, "", ["neverFinal", "documents"]);
        var never = new HashSet<Rank>();
        foreach (var name in place.Names(json, "", "neverFinal"))
        {
            never.Add(
                Enum.TryParse<Rank>(name, ignoreCase: true, out var rank) && Enum.IsDefined(rank)
                    ? rank
                    : throw place.Fault("neverFinal", $"'{name}' is no rank: {Known<Rank>()}")
            );
        }

        var forms = place.Member(json, "", "documents", JsonValueKind.Object);
        var kinds = Enum.GetValues<DocumentKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());
        place.Only(forms, "documents", [.. kinds.Keys]);
        return new(
            never,
            kinds.ToDictionary(
                kind => kind.Value,
                kind =>
                    Form(
                        place,
                        place.Member(forms, "documents", kind.Key, JsonValueKind.Object),
                        $"documents.{kind.Key}"
                    )
            )
        );
    }

    private static DocumentSigning Form(Place place, JsonElement json, string at)
    {
        place.Only(json, at, ["persons", "final", .. Meanings.Select(meaning => meaning.Name)]);
        if (
            !place.Member(json, at, "persons", JsonValueKind.Number).TryGetInt32(out var persons)
            || persons is not (1 or 2)
        )
        {
            throw place.Fault($"{at}.persons", "must be 1 or 2");
        }
        var roles = Meanings.ToDictionary(meaning => meaning.Meaning, meaning => place.Roles(json, at, meaning.Name));
        var final = place.Roles(json, at, "final");
        if (final.Count == 0)
            throw place.Fault($"{at}.final", "names no role: nobody could ever make such a document final");
        var last =
            persons == 1
                ? roles.Values
                : roles.Where(one => one.Key != SignatureMeaning.Author).Select(one => one.Value);
        if (!last.SelectMany(names => names).Intersect(final).Any())
        {
            throw place.Fault(
                $"{at}.final",
                "none of its roles may sign last: add one to reviewer, approver or coSigner"
            );
        }

        return roles[SignatureMeaning.Author].Count == 0
            ? throw place.Fault($"{at}.author", "names no role, and the first to sign is the author")
            : new(persons, roles, final);
    }

    private static string Known<T>()
        where T : struct, Enum =>
        "write one of " + string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    private sealed record Place(string Path, IReadOnlyCollection<string>? Signers)
    {
        public SigningRulesException Fault(string at, string what) =>
            new($"'{Path}', {at}: {what}. Correct it, or remove the file, and the shipped rules hold.");

        public void Only(JsonElement json, string at, IReadOnlyCollection<string> known)
        {
            if (json.ValueKind != JsonValueKind.Object)
                throw Fault(at.Length == 0 ? "the file" : at, "must be an object { … }");
            foreach (var member in json.EnumerateObject())
            {
                if (!known.Contains(member.Name))
                    throw Fault(Within(at, member.Name), $"is unknown; known are {string.Join(", ", known)}");
            }
        }

        public JsonElement Member(JsonElement json, string at, string name, JsonValueKind kind) =>
            json.TryGetProperty(name, out var value) && value.ValueKind == kind
                ? value
                : throw Fault(Within(at, name), $"is missing, or no {kind.ToString().ToLowerInvariant()}");

        public IEnumerable<string> Names(JsonElement json, string at, string name)
        {
            foreach (var item in Member(json, at, name, JsonValueKind.Array).EnumerateArray())
            {
                yield return item.ValueKind == JsonValueKind.String
                    ? item.GetString()!
                    : throw Fault(Within(at, name), "holds something that is no text in quotes");
            }
        }

        public IReadOnlyList<string> Roles(JsonElement json, string at, string name)
        {
            var roles = Names(json, at, name).ToList();
            return Signers is not null && roles.Find(role => !Signers.Contains(role)) is { } wrong
                ? throw Fault(
                    Within(at, name),
                    $"'{wrong}' is no role that may sign; those are {string.Join(", ", Signers)}"
                )
                : roles;
        }

        private static string Within(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
    }
}
