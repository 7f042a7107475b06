using Xinglin.Terminology.Text;

namespace Xinglin.Server.Tests.Guides;

/// <summary>What the page says, in both languages.</summary>
public static class HomePatientsWords
{
    public static readonly BilingualText Title = new("患者", "Patients");
    public static readonly BilingualText None = new("还没有患者。", "There is no patient yet.");
}
