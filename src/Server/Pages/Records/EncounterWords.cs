using Hl7.Fhir.Model;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>What kind of visit an encounter was: HL7's v3 ActCode in words.</summary>
public static class EncounterWords
{
    public static IEnumerable<BilingualText> Of(Encounter visit)
    {
        if (visit.Class is { } said && ClassOf(said) is { } words)
            yield return words;
        foreach (var reason in visit.ReasonCode)
        {
            if (RecordElements.NameOf(reason) is { } name)
                yield return name;
        }

        if (!string.IsNullOrWhiteSpace(visit.ServiceProvider?.Display))
            yield return BilingualText.Same(visit.ServiceProvider.Display.Trim());
    }

    private static BilingualText? ClassOf(Coding said) =>
        said.Code switch
        {
            "IMP" => new("住院", "in-patient"),
            "ACUTE" => new("急性期住院", "acute in-patient"),
            "NONAC" => new("非急性期住院", "non-acute in-patient"),
            "SS" => new("短期住院", "short stay"),
            "OBSENC" => new("留院观察", "observation"),
            "PRENC" => new("入院前", "pre-admission"),
            "AMB" => new("门诊", "out-patient"),
            "EMER" => new("急诊", "emergency"),
            "FLD" => new("现场救治", "field"),
            "HH" => new("居家", "home health"),
            "VR" => new("远程", "virtual"),
            _ => string.IsNullOrWhiteSpace(said.Display ?? said.Code)
                ? null
                : BilingualText.Same((said.Display ?? said.Code)!.Trim()),
        };
}
