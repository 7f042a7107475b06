using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>What the lanes of the timeline are called.</summary>
public static class TimelineWords
{
    public static readonly BilingualText NotDrawn = new(
        "每行只绘最近 200 项；另有 {0} 项未绘出，见下方各列表。",
        "Each line shows its newest 200; {0} more are not drawn: see the lists."
    );

    public static BilingualText Lane(TimelineLane lane) =>
        lane switch
        {
            TimelineLane.Encounters => PatientWords.Encounters,
            TimelineLane.Problems => PatientWords.Problems,
            TimelineLane.Medicines => PatientWords.Medicines,
            TimelineLane.Films => PatientWords.Films,
            _ => PatientWords.Documents,
        };
}
