using Xinglin.Exchange.Import;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Import;

/// <summary>What became of one file, or why it was refused and what to do.</summary>
public sealed record ImportLine(
    bool Accepted,
    string Place,
    BilingualText Words,
    BilingualText? Mend,
    string? Patient,
    int Unchanged
)
{
    public static ImportLine Of(AcceptedItem item) =>
        new(true, item.Place, item.Became, null, item.Patients.Count == 1 ? item.Patients[0] : null, item.Unchanged);

    public static ImportLine Of(RefusedItem item) => Refusal(item.Place, item.Reason, item.Mend);

    public static ImportLine Refusal(string place, BilingualText reason, BilingualText mend) =>
        new(false, place, reason, mend, null, 0);
}
