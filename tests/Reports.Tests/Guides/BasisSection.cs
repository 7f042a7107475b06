using Xinglin.Reports.Facts;
using Xinglin.Reports.Writing;

namespace Xinglin.Reports.Tests.Guides;

/// <summary>A section that says which model speaks and on whom it was measured.</summary>
internal static class BasisSection
{
    public static void English(DocumentBuilder note)
    {
        var v = Phrasing.English;
        var (model, population) = (note.Facts[FactKinds.Model], note.Facts["population"]);
        note.Section("basis", "What this rests on");
        note.Add(CitedText.Of($"{v.Label(model)} made this draft; it was measured on {v.Label(population)}."));
    }

    public static void Chinese(DocumentBuilder note)
    {
        var v = Phrasing.Chinese;
        var (model, population) = (note.Facts[FactKinds.Model], note.Facts["population"]);
        note.Section("basis", "依据");
        note.Add(CitedText.Of($"本草稿由{v.Label(model)}生成，其评价人群为{v.Label(population)}。"));
    }
}
