using System.Collections.Frozen;
using Xinglin.Terminology.Text;

namespace Xinglin.Terminology.Codes;

/// <summary>Roles of accounts as people read them; in files, options and records each is its English word.</summary>
public static class RoleNames
{
    private static readonly FrozenDictionary<string, BilingualText> Names = new Dictionary<string, BilingualText>
    {
        ["administrator"] = new("管理员", "administrator"),
        ["clinician"] = new("医师", "clinician"),
        ["nurse"] = new("护士", "nurse"),
        ["pharmacist"] = new("药师", "pharmacist"),
        ["technician"] = new("技师", "technician"),
        ["researcher"] = new("研究人员", "researcher"),
        ["auditor"] = new("审计", "auditor"),
        ["informatics"] = new("信息科", "informatics"),
        ["device"] = new("设备", "device"),
    }.ToFrozenDictionary();

    /// <summary>The role's name; the word itself where this program knows no such role.</summary>
    public static BilingualText Of(string role) => Names.GetValueOrDefault(role) ?? BilingualText.Same(role);
}
