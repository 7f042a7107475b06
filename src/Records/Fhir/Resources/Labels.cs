using Hl7.Fhir.Model;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>
/// The marks that say what a resource is, wherever it goes: made by a model, made up, taken at home. They stand in
/// <c>meta.security</c> and <c>meta.tag</c>, so that every FHIR reader sees them.
/// </summary>
public static class Labels
{
    /// <summary>Code of "asserted by artificial intelligence" (HL7 v3 ObservationValue).</summary>
    public const string AiAsserted = "AIAST";

    /// <summary>Code of "test health data" (HL7 v3 ActReason): synthetic, never a real person.</summary>
    public const string TestHealthData = "HTEST";

    /// <summary>Code of the setting "at home" in <see cref="CodeSystems.Setting"/>.</summary>
    public const string Home = "home";

    /// <summary>Extension on an Observation: the Quantity as it was sent, where the value was converted.</summary>
    public const string OriginalQuantity = CodeSystems.Base + "StructureDefinition/original-quantity";

    /// <summary>Extension on a resource or instance: why its image cannot be read (a code and a text).</summary>
    public const string UnreadableImage = CodeSystems.Base + "StructureDefinition/unreadable-image";

    /// <summary>Extension on an ImagingStudy instance: the transfer syntax UID of the bytes as sent.</summary>
    public const string TransferSyntax = CodeSystems.Base + "StructureDefinition/transfer-syntax";

    /// <summary>Extension of a prediction: lower and upper end of the 90 % interval of a probability, as a Range of %.</summary>
    public const string ProbabilityInterval = CodeSystems.Base + "StructureDefinition/probability-interval-90";

    /// <summary>Extension on a name or text: the same in the other language.</summary>
    public const string Translation = "http://hl7.org/fhir/StructureDefinition/translation";

    /// <summary>A fresh coding "asserted by artificial intelligence", for <c>meta.security</c>.</summary>
    public static Coding AiCoding() =>
        new(CodeSystems.ObservationValue, AiAsserted, "Artificial Intelligence asserted");

    /// <summary>A fresh coding "test health data", for <c>meta.tag</c> and <c>meta.security</c>.</summary>
    public static Coding SyntheticCoding() => new(CodeSystems.ActReason, TestHealthData, "test health data");

    /// <summary>A fresh coding "taken at home", for <c>meta.tag</c>.</summary>
    public static Coding HomeCoding() => new(CodeSystems.Setting, Home, "Home");

    /// <summary>Marks a resource as made by a model. Marking twice changes nothing.</summary>
    public static T MarkAi<T>(T resource)
        where T : Resource
    {
        resource.Meta ??= new Meta();
        AddOnce(resource.Meta.Security, AiCoding());
        return resource;
    }

    /// <summary>Marks a resource as synthetic, in tag and in security label. Marking twice changes nothing.</summary>
    public static T MarkSynthetic<T>(T resource)
        where T : Resource
    {
        resource.Meta ??= new Meta();
        AddOnce(resource.Meta.Tag, SyntheticCoding());
        AddOnce(resource.Meta.Security, SyntheticCoding());
        return resource;
    }

    /// <summary>Marks a reading as taken at home. Marking twice changes nothing.</summary>
    public static T MarkHome<T>(T resource)
        where T : Resource
    {
        resource.Meta ??= new Meta();
        AddOnce(resource.Meta.Tag, HomeCoding());
        return resource;
    }

    /// <summary>True when the resource says that a model made it.</summary>
    public static bool IsAi(Resource resource) =>
        Has(resource.Meta?.Security, CodeSystems.ObservationValue, AiAsserted);

    /// <summary>True when the resource says, in tag or in security label, that it is synthetic.</summary>
    public static bool IsSynthetic(Resource resource) =>
        Has(resource.Meta?.Tag, CodeSystems.ActReason, TestHealthData)
        || Has(resource.Meta?.Security, CodeSystems.ActReason, TestHealthData);

    /// <summary>True when the reading was taken at home.</summary>
    public static bool IsHome(Resource resource) => Has(resource.Meta?.Tag, CodeSystems.Setting, Home);

    private static bool Has(List<Coding>? codings, string? system, string? code) =>
        codings is not null && codings.Any(c => c.System == system && c.Code == code);

    private static void AddOnce(List<Coding> codings, Coding coding)
    {
        if (!Has(codings, coding.System, coding.Code))
        {
            codings.Add(coding);
        }
    }
}
