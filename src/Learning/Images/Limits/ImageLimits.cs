using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Xinglin.Dicom.DataSets;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Images.Limits;

/// <summary>Ages of the patient at the study, in years: from <paramref name="From"/>, below <paramref name="Below"/>.</summary>
public sealed record AgeRange(double From, double Below);

/// <summary>Synthetic films of a program that the model was made for too, whose patients may have other ages.</summary>
/// <param name="Program">How the film's Derivation Description names its program.</param>
public sealed record SyntheticFilms(string Program, IReadOnlyList<AgeRange> Ages);

/// <summary>
/// For which images a model was made, as data of its folder (<c>model.json</c>, <c>limits</c>). They are compared with the header of
/// a DICOM object before a pixel is looked at; what a header does not state is unknown, and the model does not answer.
/// </summary>
/// <param name="Stated">By keyword of the attribute (PS3.6): values of which the header must state one. <c>ImageType.2</c> is a second value.</param>
/// <param name="IfStated">The same for attributes that a header may leave out.</param>
public sealed record ImageLimits(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Stated,
    IReadOnlyDictionary<string, IReadOnlyList<string>> IfStated,
    IReadOnlyList<AgeRange> Ages,
    IReadOnlyList<SyntheticFilms> Synthetic
)
{
    /// <summary>Where they stand in <c>model.json</c>.</summary>
    public const string Key = "limits";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The limits of a model; null when its folder declares none.</summary>
    /// <exception cref="InvalidInputException">They cannot be read, or name an attribute that is not known: no model is used beyond limits that were not understood.</exception>
    public static ImageLimits? Of(JsonObject document)
    {
        if (document[Key] is not { } node)
            return null;
        try
        {
            var limits = node.Deserialize<ImageLimits>(Json)!;
            foreach (var keyword in limits.Stated.Keys.Concat(limits.IfStated.Keys))
            {
                if (!HeaderAttribute.Known.ContainsKey(keyword))
                    throw Wrong($"'{keyword}' is no attribute that limits may name");
            }
            return limits.Ages.Concat(limits.Synthetic.SelectMany(one => one.Ages)).All(age => age.From < age.Below)
                ? limits
                : throw Wrong("an age range ends before it begins");
        }
        catch (JsonException fault)
        {
            throw Wrong($"{fault.Path} is not as it should be");
        }
    }

    /// <summary>Why the model was not made for an image with this header, one reason for each attribute; none when it was.</summary>
    public IReadOnlyList<BilingualText> Against(DataSet header) =>
        [
            .. Stated
                .Select(limit => HeaderAttribute.Known[limit.Key].Against(header, limit.Value, mustBeStated: true))
                .Concat(
                    IfStated.Select(limit =>
                        HeaderAttribute.Known[limit.Key].Against(header, limit.Value, mustBeStated: false)
                    )
                )
                .Append(StudyAge.Against(header, AgesFor(header)))
                .OfType<BilingualText>(),
        ];

    private IReadOnlyList<AgeRange> AgesFor(DataSet header)
    {
        if (HeaderAttribute.Text(header, Tags.SyntheticData) != "YES")
            return Ages;
        var made = HeaderAttribute.Text(header, Tags.DerivationDescription) ?? "";
        return Synthetic.FirstOrDefault(films => made.Contains(films.Program, StringComparison.OrdinalIgnoreCase))?.Ages
            ?? Ages;
    }

    private static InvalidInputException Wrong(string what) =>
        new(
            $"{Checkpoint.DocumentFile}, {Key}: {what}",
            "Copy the model folder again from its source, or train it again from its plan."
        );
}
