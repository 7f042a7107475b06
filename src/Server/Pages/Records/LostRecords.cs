using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>Damaged records by the name that they had when they could still be read.</summary>
public static class LostRecords
{
    /// <summary>The newest version that can be read; null where there is none.</summary>
    public static Resource? WholeOf(FhirStore store, string type, string id) =>
        store.History(type, id).FirstOrDefault(version => !Damage.IsDamaged(version));

    /// <summary>What it was called; that its content is not known where nothing tells.</summary>
    public static BilingualText NameOf(FhirStore store, Resource lost) =>
        (
            WholeOf(store, lost.TypeName, lost.Id!) is { } whole
                ? RecordElements.TitleOf(LongTexts.Shortened(whole))
                : null
        ) ?? PatientWords.DamagedRecord;

    /// <summary>In a list of what is damaged: <c>Type/id</c>, or a section of the chart.</summary>
    public static BilingualText NameOf(FhirStore store, string reference)
    {
        var (type, id) = References.Split(reference);
        if (type.Length > 0)
        {
            var kind = ResourceTypeWords.One(type);
            return
                WholeOf(store, type, id) is { } whole && RecordElements.TitleOf(LongTexts.Shortened(whole)) is { } name
                ? new($"{kind.Zh}：{name.Zh}", $"{kind.En}: {name.En}")
                : kind;
        }

        return reference switch
        {
            "predictions" => PredictionWords.Predictions,
            "laboratory" => PatientWords.Laboratory,
            "timeline" => PatientWords.Timeline,
            "home" => PatientWords.Home,
            "records" => RecordWords.Others,
            _ => BilingualText.Same(reference),
        };
    }
}
