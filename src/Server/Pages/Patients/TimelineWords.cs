using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>What the lanes of the timeline are called.</summary>
public static class TimelineWords
{
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
